import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { nearestName } from '../../infra/constructs/nearest-name.ts';
import { readSettings, SettingInvalid } from '../../infra/constructs/settings.ts';
import { SettingUnknown, StageInvalid } from '../../infra/constructs/settings-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'issuary-stages-'));
afterAll(() => rmSync(folder, { recursive: true }));
const stages = join(folder, 'stages');

const settings = (context: Record<string, unknown>) => {
  const app = new App({ outdir: join(folder, 'out'), context: { ...cdkJson.context, ...context } });
  return readSettings(app.node, stages);
};

describe('settings that do not exist', () => {
  test.each([
    ['logLevl', 'logLevel'],
    ['loglevel', 'logLevel'],
    ['holdsDays', 'holdDays'],
    ['utcOfset', 'utcOffset'],
  ])('%s is refused, and %s is named', (mistyped, meant) => {
    expect(() => settings({ [mistyped]: '1' })).toThrow(SettingUnknown);
    expect(() => settings({ [mistyped]: '1' })).toThrow(`no setting ${mistyped}: did you mean ${meant}?`);
  });

  test('are refused without a word more where none is like them', () => {
    expect(() => settings({ colour: 'red' })).toThrow(/^there is no setting colour$/);
  });

  test('are not what the CDK keeps in the context', () => {
    expect(() => settings({ 'aws:cdk:bundling-stacks': ['**'] })).not.toThrow();
  });
});

describe('the name that is nearest', () => {
  test('has the fewest letters to change, whatever their case', () => {
    expect(nearestName('STAGE', ['state', 'stage'])).toBe('stage');
    expect(nearestName('hold', ['holdDays', 'bold'])).toBe('bold');
  });

  test('is none where all are far away', () => {
    expect(nearestName('abc', ['xyz'])).toBeUndefined();
    expect(nearestName('abc', [])).toBeUndefined();
  });
});

describe('a stage’s file', () => {
  beforeEach(() => {
    rmSync(stages, { recursive: true, force: true });
    mkdirSync(stages);
    writeFileSync(join(stages, 'prod.json'), JSON.stringify({ utcOffset: '+00:00', holdDays: 7 }));
  });

  test('has the settings of that stage and of no other', () => {
    writeFileSync(join(stages, 'dev.json'), '{}');
    expect(settings({ stage: 'prod' })).toMatchObject({ stage: 'prod', utcOffset: '+00:00', holdDays: 7 });
    expect(settings({ stage: 'dev' })).toMatchObject({ stage: 'dev', utcOffset: '+08:00', holdDays: 10 });
    expect(settings({})).toMatchObject({ stage: undefined, utcOffset: '+08:00' });
  });

  test('is there for every stage once there is one: a mistyped stage would be a second platform', () => {
    expect(() => settings({ stage: 'prd' })).toThrow(StageInvalid);
    expect(() => settings({ stage: 'prd' })).toThrow('there is no stages/prd.json; there are prod');
    rmSync(stages, { recursive: true });
    expect(settings({ stage: 'prd' }).stage).toBe('prd');
  });

  test('is not contradicted by what is told beside it', () => {
    expect(settings({ stage: 'prod', holdDays: '7', logLevel: 'DEBUG' })).toMatchObject({
      holdDays: 7,
      logLevel: 'DEBUG',
    });
    expect(() => settings({ stage: 'prod', holdDays: '8' })).toThrow(StageInvalid);
  });

  test.each([
    ['[]', StageInvalid],
    ['null', StageInvalid],
    ['"prod"', StageInvalid],
    ['{"stage":"dev"}', StageInvalid],
    ['{"holdDay":7}', SettingUnknown],
    ['{"holdDays":0}', SettingInvalid],
  ])('that says %s is refused', (text, refusal) => {
    writeFileSync(join(stages, 'prod.json'), text);
    expect(() => settings({ stage: 'prod' })).toThrow(refusal);
  });

  test('is not looked for outside of its folder', () => {
    writeFileSync(join(folder, 'other.json'), '{}');
    expect(() => settings({ stage: '../other' })).toThrow(SettingInvalid);
  });
});

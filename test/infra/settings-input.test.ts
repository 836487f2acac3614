import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { readSettings, SettingInvalid } from '../../infra/constructs/settings.ts';
import { SettingUnknown, StageInvalid } from '../../infra/constructs/settings-input.ts';
import { nearestName } from '../../shared/wire/nearest-name.ts';

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
  ])('%s is refused with a hint at %s', (mistyped, meant) => {
    expect(() => settings({ [mistyped]: '1' })).toThrow(SettingUnknown);
    expect(() => settings({ [mistyped]: '1' })).toThrow(`no setting ${mistyped}: did you mean ${meant}?`);
  });

  test('are refused without a hint where no name is similar', () => {
    expect(() => settings({ colour: 'red' })).toThrow(/^there is no setting colour$/);
  });

  test('do not include what the CDK adds to the context', () => {
    expect(() => settings({ 'aws:cdk:bundling-stacks': ['**'] })).not.toThrow();
  });
});

describe('the nearest name', () => {
  test('has the fewest letters to change, ignoring case', () => {
    expect(nearestName('STAGE', ['state', 'stage'])).toBe('stage');
    expect(nearestName('hold', ['holdDays', 'bold'])).toBe('bold');
  });

  test('is undefined where no name is close', () => {
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

  test('applies to that stage alone', () => {
    writeFileSync(join(stages, 'dev.json'), '{}');
    expect(settings({ stage: 'prod' })).toMatchObject({ stage: 'prod', utcOffset: '+00:00', holdDays: 7 });
    expect(settings({ stage: 'dev' })).toMatchObject({ stage: 'dev', utcOffset: '+08:00', holdDays: 10 });
    expect(settings({})).toMatchObject({ stage: undefined, utcOffset: '+08:00' });
  });

  test('is required for every stage once there is one: a mistyped stage would deploy a second platform', () => {
    expect(() => settings({ stage: 'prd' })).toThrow(StageInvalid);
    expect(() => settings({ stage: 'prd' })).toThrow('there is no stages/prd.json; there are prod');
    rmSync(stages, { recursive: true });
    expect(settings({ stage: 'prd' }).stage).toBe('prd');
  });

  test('cannot be overridden with another value', () => {
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
  ])('with %s is refused', (text, refusal) => {
    writeFileSync(join(stages, 'prod.json'), text);
    expect(() => settings({ stage: 'prod' })).toThrow(refusal);
  });

  test('is never read outside its folder', () => {
    writeFileSync(join(folder, 'other.json'), '{}');
    expect(() => settings({ stage: '../other' })).toThrow(SettingInvalid);
  });
});

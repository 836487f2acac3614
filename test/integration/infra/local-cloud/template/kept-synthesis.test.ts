import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { synthesize } from '../../../../../infra/local-cloud/template/assembly.ts';
import type { SynthOptions } from '../../../../../infra/local-cloud/template/synth-options.ts';
import { newDataDir } from '../fixture/cloud-fixture.ts';

/** Synthesizes one stack with a resource of the type in the source, and counts its runs. */
const APP = `
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const here = import.meta.dirname;
const { CDK_OUTDIR } = process.env;
appendFileSync(join(here, 'runs'), '.');
const source = join(here, 'sources', 'type');
const Type = readFileSync(source, 'utf8');
if (Type === 'broken') throw new Error('on purpose');
if (Type === 'changes') writeFileSync(source, 'changed');
mkdirSync(CDK_OUTDIR, { recursive: true });
const write = (name, content) => writeFileSync(join(CDK_OUTDIR, name), JSON.stringify(content));
write('stack.json', { Resources: { One: { Type, Properties: JSON.parse(process.env.CDK_CONTEXT_JSON) } } });
write('manifest.json', {
  artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'stack.json' } } },
});
`;

let dir: string;
beforeEach(() => {
  dir = newDataDir();
  mkdirSync(join(dir, 'sources'));
  writeFileSync(join(dir, 'app.mjs'), APP);
  change('first');
});
afterEach(() => rmSync(dir, { recursive: true }));

const change = (type: string, file = 'type') => writeFileSync(join(dir, 'sources', file), type);

const runs = () => readFileSync(join(dir, 'runs'), 'utf8').length;

/** Returns the type of the synthesized resource. */
async function synthesized(options: Partial<SynthOptions> = {}): Promise<string | undefined> {
  const [stack] = await synthesize({
    app: join(dir, 'app.mjs'),
    outdir: join(dir, 'out'),
    context: { size: 'small' },
    sources: [join(dir, 'sources')],
    ...options,
  });
  return stack?.template.Resources?.['One']?.Type;
}

it('is used again while the sources are the same', async () => {
  expect(await synthesized()).toBe('first');
  expect(await synthesized()).toBe('first');
  expect(runs()).toBe(1);
});

describe('is made anew', () => {
  const changes: Readonly<Record<string, () => Partial<SynthOptions> | undefined>> = {
    'when a source has changed': () => void change('other'),
    'when a source of the same length has changed': () => void change('FIRST'),
    'when there is another source': () => void change('', 'new'),
    'when a source has gone': () => void rmSync(join(dir, 'sources', 'beside')),
    'when a source has another name': () => {
      rmSync(join(dir, 'sources', 'beside'));
      change('', 'besides');
    },
    'when the app has changed': () => void writeFileSync(join(dir, 'app.mjs'), `${APP}// a comment`),
    'when the context is another': () => ({ context: { size: 'large' } }),
    'when other sources are named': () => ({ sources: [join(dir, 'sources'), join(dir, 'nothing')] }),
    'when it is not known what it depends on': () => ({ sources: undefined }),
    'when a file of it is missing': () => void rmSync(join(dir, 'out', 'stack.json')),
    'when a file of it was cut off': () => void writeFileSync(join(dir, 'out', 'stack.json'), '{'),
    'when a file of it is another of the same size': () => {
      const file = join(dir, 'out', 'stack.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('first', 'third'));
    },
    'when there is a file beside its own': () => void writeFileSync(join(dir, 'out', 'another'), ''),
    'when the folder is gone': () => void rmSync(join(dir, 'out'), { recursive: true }),
  };

  it.each(Object.entries(changes))('%s', async (_, apply) => {
    change('', 'beside');
    await synthesized();
    const options = apply() ?? {};
    expect(await synthesized(options)).toBe(readFileSync(join(dir, 'sources', 'type'), 'utf8'));
    expect(runs()).toBe(2);
  });
});

it('is not kept of sources that changed while it was made', async () => {
  change('changes');
  expect(await synthesized()).toBe('changes');
  expect(await synthesized()).toBe('changed');
});

it('is not kept when it failed, even if one before was', async () => {
  await synthesized();
  change('broken');
  await expect(synthesized()).rejects.toThrow('on purpose');
  expect(existsSync(join(dir, 'out.from'))).toBe(false);
  change('first');
  expect(await synthesized()).toBe('first');
  expect(runs()).toBe(3);
});

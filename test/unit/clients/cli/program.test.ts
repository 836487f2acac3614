import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../../../clients/cli/program.ts';
import { runCommandLine } from '../../../support/fixtures/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'issuary-program-'));
const env = { XDG_CONFIG_HOME: join(folder, 'config') };
const run = (...args: string[]) => runCommandLine(args, { env, cwd: folder });
const MAX_SCREEN_LINES = 45;

/** Every command with the words that lead to it. */
function commandsOf(command: Command, words: readonly string[] = []): [words: string[], command: Command][] {
  return [
    [[...words], command],
    ...command.commands.flatMap((one) => commandsOf(one, [...words, one.name()])),
  ];
}
const io = {
  env,
  cwd: folder,
  print: () => undefined,
  note: () => undefined,
  readStdin: async () => '',
  signal: new AbortController().signal,
};
const commands = commandsOf(buildProgram(io)).filter(([words]) => words[0] !== 'complete');

describe('the command line', () => {
  it.each(commands.map(([words]) => [words.join(' ') || 'alone', words]))(
    '%s has help of one screen',
    async (_, words) => {
      const { exitCode, out, err } = await run(...words, '--help');
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
      expect(out.split('\n').length).toBeLessThanOrEqual(MAX_SCREEN_LINES);
      expect(out).toContain('Usage: issuary');
    },
  );

  it.each([
    [['dance'], "unknown command 'dance'"],
    [['call'], 'Which operation?'],
    [['call', 'cards.aply'], 'did you mean cards.apply?'],
    [['call', 'scenes.list', '-d', 'x'], 'x is not KEY=VALUE'],
    [['keys', 'generate', '--bits', '512'], "argument '512' is invalid"],
    [['serve'], 'serve takes --clear'],
    [['serve', '--clear', '--port', 'x'], '--port must be from 0 to 65535'],
    [['listen', '--events', 'cards'], 'cards is not one of card_transaction'],
    [['profile', 'set', 'x', 'colour=red'], 'colour=red is not one of'],
  ])('%j is wrong usage, with code 2 and one sentence', async (args, sentence) => {
    const { exitCode, out, err } = await run(...args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(sentence);
    expect(err.split('\n').length).toBeLessThanOrEqual(2);
  });

  it('says what to start when nothing answers', async () => {
    const keys = join(folder, 'keys');
    await run('keys', 'generate', '--out', keys, '--bits', '1024');
    const settings = [
      'userNo=1',
      `privateKey=${keys}/merchant-private.pem`,
      `platformKey=${keys}/merchant-public.pem`,
    ];
    await run('profile', 'set', 'down', 'api=http://127.0.0.1:1', ...settings);
    const { exitCode, out } = await run('doctor', '--profile', 'down', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(out).checks).toContainEqual({
      name: 'platform',
      state: 'failed',
      message: 'Nothing answers at http://127.0.0.1:1: check the address, the network and the proxy.',
    });
  });

  it('completes commands, operations and options', async () => {
    expect((await run('complete', '--', 'envelope')).out.split('\n')).toEqual(
      expect.arrayContaining(['seal', 'open', 'check', '--json']),
    );
    expect((await run('complete', '--', 'call')).out.split('\n')).toContain('cards.apply');
    expect((await run('complete')).out.split('\n')).toContain('trigger');
    for (const shell of ['bash', 'zsh', 'fish'])
      expect((await run('completion', shell)).out).toContain('issuary complete --');
  });
});

describe('keys', () => {
  it('are generated into files that only their owner reads, and never over others', async () => {
    const out = join(folder, 'generated');
    expect(await run('keys', 'generate', 'own', '--out', out)).toMatchObject({ exitCode: 0 });
    expect(statSync(join(out, 'own-private.pem')).mode & 0o777).toBe(0o600);
    const before = readFileSync(join(out, 'own-private.pem'), 'utf8');
    const again = await run('keys', 'generate', 'own', '--out', out);
    expect(again).toMatchObject({ exitCode: 1, err: expect.stringContaining('is there already') });
    expect(readFileSync(join(out, 'own-private.pem'), 'utf8')).toBe(before);
  });

  it('are told apart, and a private one is refused where a public one is wanted', async () => {
    const out = join(folder, 'generated');
    const [secret, open] = [join(out, 'own-private.pem'), join(out, 'own-public.pem')];
    expect(JSON.parse((await run('keys', 'inspect', open, '--public', '--json')).out)).toMatchObject({
      kind: 'public',
      bits: 2048,
    });
    const warned = await run('keys', 'inspect', secret);
    expect(warned).toMatchObject({ exitCode: 0, err: expect.stringContaining('never hand it over') });
    expect(warned.out).not.toContain('PRIVATE KEY');
    expect(await run('keys', 'inspect', secret, '--public')).toMatchObject({ exitCode: 1 });
  });
});

describe('profiles', () => {
  it('are kept in the config file, without keys', async () => {
    expect(await run('profile', 'set', 'live', 'api=https://api.example.com', 'userNo=7')).toMatchObject({
      exitCode: 0,
    });
    const pem = readFileSync(join(folder, 'generated', 'own-private.pem'), 'utf8');
    const refused = await run('profile', 'set', 'live', `privateKey=${pem}`);
    expect(refused).toMatchObject({ exitCode: 2, err: expect.stringContaining('takes the path of a file') });
    expect(refused.err).not.toContain('BEGIN');
    await run('profile', 'use', 'live');
    expect(JSON.parse((await run('profile', 'list', '--json')).out)).toMatchObject({ current: 'live' });
    expect(JSON.parse((await run('profile', 'show', '--json')).out)).toMatchObject({
      name: 'live',
      settings: { userNo: '7' },
    });
    await run('profile', 'remove', 'live');
    expect(JSON.parse((await run('profile', 'list', '--json')).out)).toMatchObject({ current: 'local' });
    expect(await run('profile', 'remove', 'live')).toMatchObject({ exitCode: 1 });
  });
});

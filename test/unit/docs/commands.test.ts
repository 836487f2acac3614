import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const project = join(import.meta.dirname, '..', '..', '..');
const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/*.md', { cwd: project })];

/** The `npm run` examples of the pages by their command, without shell syntax. */
const examples = Map.groupBy(
  pages.flatMap((page) => {
    const text = readFileSync(join(project, page), 'utf8').replaceAll('\\\n', ' ');
    return [...text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)(?: -- ([^\n`]*))?/g)].map(
      ([, command = '', rest = '']) => ({
        page,
        command,
        words: (rest.split(/ #|, then| \|/)[0] ?? '').replaceAll(/"[^"]*"/g, 'TEXT').split(/\s+/),
      }),
    );
  }),
  ({ command }) => command,
);

it('the pages name existing commands', () => {
  expect([...examples.keys()].filter((command) => !(command in scripts))).toEqual([]);
});

const operators = [...examples].flatMap(([command, all]) => {
  const [, file] = /(infra\/cli\/[\w-]+\.ts)/.exec(scripts[command] ?? '') ?? [];
  return file === undefined ? [] : [{ command, file, all }];
});

describe.each(operators)('npm run $command', ({ command, file, all }) => {
  it('knows the subcommands and options of its examples', async () => {
    const { stdout: help } = await promisify(execFile)(process.execPath, [join(project, file), '--help']);
    const acts = new Set([...help.matchAll(/npm run [\w:]+ -- ([a-z][\w-]*)/g)].map(([, act]) => act));
    const unknown = all.flatMap(({ page, words: [act = '', ...rest] }) => [
      ...(acts.size > 0 && /^[a-z][a-z-]*$/.test(act) && !acts.has(act)
        ? [`${page}: ${command} ${act}`]
        : []),
      ...[act, ...rest]
        .filter((word) => /^--[a-z]/.test(word) && word !== '--help')
        .filter((option) => !help.includes(option))
        .map((option) => `${page}: ${command} ${act} ${option}`),
    ]);
    expect(unknown).toEqual([]);
  });
});

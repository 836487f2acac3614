import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const project = join(import.meta.dirname, '..', '..', '..');
const page = readFileSync(join(project, 'docs', 'alarms.md'), 'utf8');
const table = page.slice(page.indexOf('## Alarm texts in the logs'));
const documented = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message]) => message);

/** Alarms that the logger itself raises. */
const LOGGED = ['refused', 'failed'];

const sources = globSync('shared/**/*.ts', { cwd: project }).map((file) =>
  readFileSync(join(project, file), 'utf8'),
);

it('docs/alarms.md lists every alarm text of the code, and no other', () => {
  const raised = sources
    .filter((source) => /\balarm\(/.test(source))
    .flatMap((source) => [
      ...source.matchAll(/\balarm\(\s*'([^']+)'/g),
      ...source.matchAll(/\bconst what = \w+ \? '([^']+)' : '/g),
    ])
    .map(([, message]) => message);
  expect(new Set(raised).size).toBeGreaterThan(20);
  expect([...documented].sort()).toEqual([...new Set([...raised, ...LOGGED])].sort());
});

it('its logged messages are those of the code', () => {
  for (const message of LOGGED)
    expect(sources.some((source) => source.includes(`logger.error('${message}'`))).toBe(true);
});

import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AREAS } from '../../mutation/areas.ts';
import { readExplained } from '../../mutation/survivors.ts';

const project = join(import.meta.dirname, '..', '..', '..');
const inOneLine = (text: string) => text.replace(/\s+/g, ' ');

/** Returns the pieces of code that an entry's name quotes: in «» what its mutant replaces; longer code is shortened. */
function quotedIn(name: string): string[] {
  const [code = ''] = name.split(/`+ → `/);
  return inOneLine(code.replace(/^`+ ?/, '').replace(/[«»]/g, ''))
    .split('…')
    .map((piece) => piece.trim());
}

describe.each(AREAS)('the area $name', ({ name, mutate, tests }) => {
  it.each([...mutate, ...tests])('has files under %s', (glob) => {
    expect(globSync(glob, { cwd: project }).length).toBeGreaterThan(0);
  });

  it('names survivors as a run does: doubled backticks are for code that has one', () => {
    const names = [...readExplained(name).values()].flatMap((mutants) => [...mutants.keys()]);
    expect(names.filter((one) => /^`` [^`]+ `` → | → `` [^`]+ ``$/.test(one))).toEqual([]);
  });

  it('explains survivors of existing code', () => {
    for (const [file, mutants] of readExplained(name)) {
      const path = join(project, file);
      const code = existsSync(path) ? inOneLine(readFileSync(path, 'utf8')) : '';
      const gone = [...mutants.keys()].filter(
        (mutant) => !quotedIn(mutant).every((one) => code.includes(one)),
      );
      expect(gone, file).toEqual([]);
    }
  });
});

it('every list belongs to an area', () => {
  const lists = readdirSync(join(project, 'test', 'mutation', 'survivors'));
  expect(lists.filter((list) => !AREAS.some(({ name }) => list === `${name}.md`))).toEqual([]);
});

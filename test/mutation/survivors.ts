import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';

const project = join(import.meta.dirname, '..', '..');
const LISTS = join(import.meta.dirname, 'survivors');

/** Longer code is cut: enough to find it by. */
const MOST_CODE = 100;

/** A mutant that no test noticed. */
export interface Survivor {
  readonly file: string;
  /** Of its first line, from 1. */
  readonly line: number;
  /** The line with the replaced code in «» and what stood there instead, as the list names it. */
  readonly name: string;
}

/** The list of survivors by file: each name and why its mutant makes no difference. */
export type Explained = ReadonlyMap<string, ReadonlyMap<string, string>>;

const short = (code: string) => {
  const line = code.replace(/\s+/g, ' ').trim();
  return line.length > MOST_CODE ? `${line.slice(0, MOST_CODE - 1)}…` : line;
};

/** A code span of Markdown, whatever is in it. */
const span = (code: string) => (code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``);

/** A mutant's result as the list knows it. Lines and columns count from 1. */
export function survivorOf({ fileName, location: { start, end }, replacement }: MutantResult): Survivor {
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  const rest = (lines.at(-1) ?? '').slice(end.column - 1);
  const code = lines.join('\n');
  const before = code.slice(0, start.column - 1).trimStart();
  const replaced = code.slice(start.column - 1, code.length - rest.length);
  return {
    file: relative(project, fileName),
    line: start.line,
    name: `${span(`${before}«${short(replaced)}»${rest.trimEnd()}`)} → ${span(short(replacement ?? ''))}`,
  };
}

/**
 * Reads an area's list, if it has one: a heading for each file, beneath it a line for each mutant, `- NAME: why`. «» is
 * around the code that the mutant replaces. Throws when a line is neither, so that none is passed over.
 */
export function readExplained(table: string): Explained {
  const list = join(LISTS, `${table}.md`);
  const text = existsSync(list) ? readFileSync(list, 'utf8') : '';
  const files = new Map<string, Map<string, string>>();
  let mutants: Map<string, string> | undefined;
  for (const line of text.split('\n')) {
    const file = /^## (.+)$/.exec(line)?.[1];
    if (file !== undefined) {
      mutants = new Map();
      files.set(file, mutants);
    } else if (line.startsWith('- ')) {
      const [, name, why] = /^- (.+ → (?:`` .+? ``|`[^`]+`)): (\S.*)$/.exec(line) ?? [];
      if (!mutants || name === undefined || why === undefined)
        throw new Error(`${list}: not an entry: ${line}`);
      mutants.set(name, why);
    }
  }
  return files;
}

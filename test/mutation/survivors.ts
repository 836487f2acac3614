import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';

const project = join(import.meta.dirname, '..', '..');
const LISTS = join(import.meta.dirname, 'survivors');

/** Maximum characters of code in a name; the rest is cut. */
const MAX_CODE_LENGTH = 100;

/** A mutant that no test noticed. */
export interface Survivor {
  readonly file: string;
  /** Its first line, counted from 1. */
  readonly line: number;
  /** The line with the replaced code in «», and the replacement, as in the list. */
  readonly name: string;
}

/** The list of survivors by file: each name, and why its mutant changes nothing. */
export type Explained = ReadonlyMap<string, ReadonlyMap<string, string>>;

const short = (code: string) => {
  const line = code.replace(/\s+/g, ' ').trim();
  return line.length > MAX_CODE_LENGTH ? `${line.slice(0, MAX_CODE_LENGTH - 1)}…` : line;
};

/** Returns a Markdown code span of any code. */
const span = (code: string) => (code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``);

/** Returns a mutant's result in the form of the list. Lines and columns count from 1. */
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
 * Reads an area's list, if it has one: a heading for each file, and below it a line for each mutant, `- NAME: why`. The
 * code that the mutant replaces is in «». Throws for any other line, so that none is ignored.
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

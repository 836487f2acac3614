import type { MutantResult } from '@stryker-mutator/api/core';
import { confidenceInterval } from './sample.ts';
import { type Explained, type Survivor, survivorOf } from './survivors.ts';

/** Minimum score of an area, in percent. Explained survivors count as survivors. */
const MIN_SCORE = 90;

/** The result of an area's tests. */
export interface Score {
  readonly area: string;
  /** Number of mutants that ran, without those that broke the loading of a file. */
  readonly mutants: number;
  readonly survivors: readonly Survivor[];
  /** The files that were mutated. */
  readonly files: ReadonlySet<string>;
  readonly seconds: number;
}

export function scoreOf(table: string, results: readonly MutantResult[], seconds: number): Score {
  const having = (...statuses: string[]) => results.filter(({ status }) => statuses.includes(status));
  const survived = having('Survived', 'NoCoverage');
  return {
    area: table,
    mutants: having('Killed', 'Timeout').length + survived.length,
    survivors: survived.map(survivorOf),
    files: new Set(results.map((result) => survivorOf(result).file)),
    seconds,
  };
}

const percentOf = (mutants: number, survived: number) => (100 * (mutants - survived)) / mutants;

/** Returns the complaints about an area's tests, one per line; none if they are good enough. */
export function complaintsOf(
  { area: table, mutants, survivors, files }: Score,
  explained: Explained,
  { isSample }: { readonly isSample: boolean },
): string[] {
  const percent = percentOf(mutants, survivors.length);
  const best = isSample ? 100 * confidenceInterval(mutants - survivors.length, mutants)[1] : percent;
  const low = best < MIN_SCORE ? [`${table}: ${percent.toFixed(1)} % is below ${MIN_SCORE} %`] : [];
  const unexplained = survivors
    .filter(({ file, name }) => !explained.get(file)?.has(name))
    .map(({ file, line, name }) => `${file}:${line} survived and is not explained\n- ${name}: `);
  const names = new Set(survivors.map(({ file, name }) => `${file}: ${name}`));
  const stale = [...files]
    .flatMap((file) => [...(explained.get(file)?.keys() ?? [])].map((name) => `${file}: ${name}`))
    .filter((name) => !names.has(name))
    .map((name) => `explained, but it does not survive: ${name}`);
  // A mutant that a sample left out did not survive it either.
  return [...low, ...unexplained, ...(isSample ? [] : stale)];
}

const row = (name: string, ...cells: string[]) =>
  [name.padEnd(14), ...cells.map((cell) => cell.padStart(16))].join('');

/** Returns the scores as a table with a total. For a sample it has the interval in which the score of all lies. */
export function tableOf(scores: readonly Score[], { isSample }: { readonly isSample: boolean }): string {
  const line = (name: string, of: readonly Score[]) => {
    const sum = (count: (score: Score) => number) => of.reduce((total, score) => total + count(score), 0);
    const [mutants, survived] = [sum((score) => score.mutants), sum(({ survivors }) => survivors.length)];
    const score = `${percentOf(mutants, survived).toFixed(1)} %`;
    const [low, high] = confidenceInterval(mutants - survived, mutants).map((share) =>
      (100 * share).toFixed(1),
    );
    const interval = isSample ? [`${low} to ${high} %`] : [];
    return row(
      name,
      ...[`${mutants}`, `${survived}`, score],
      ...[...interval, `${sum(({ seconds }) => seconds).toFixed(0)} s`],
    );
  };
  return [
    row('', 'mutants', 'survived', 'score', ...(isSample ? ['with 95 %'] : []), 'time'),
    ...scores.map((score) => line(score.area, [score])),
    line('total', scores),
  ].join('\n');
}

import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { type CheckResult, CheckStatus } from '@stryker-mutator/api/check';
import type { Mutant, MutantResult, Position } from '@stryker-mutator/api/core';

/** The environment variable by which Stryker's processes learn what the sample is, as `ONE_IN/SEED`. */
export const SAMPLE_VARIABLE = 'MUTATION_SAMPLE';

/** The name of the checker. */
export const SAMPLE = 'sample';

const project = `${import.meta.dirname}/../..`;

/** What identifies a mutant in every process: Stryker's own ids depend on the order of the files. */
type Identity = Pick<Mutant, 'fileName' | 'location' | 'replacement'>;

/** Whether a mutant is in the random sample of one in `oneIn`, which the seed decides. */
export function isSampled(
  { fileName, location, replacement }: Identity,
  oneIn: number,
  seed: string,
): boolean {
  const { start, end } = location;
  const place = [relative(project, fileName), start.line, start.column, end.line, end.column];
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...place, replacement]))
    .digest();
  return digest.readUInt32BE() % oneIn === 0;
}

const countedFromZero = ({ line, column }: Position): Position => ({ line: line - 1, column: column - 1 });

/** Whether a mutant's result is in the sample. Results count lines and columns from 1, mutants from 0. */
export const isSampledResult = (
  { fileName, location: { start, end }, replacement = '' }: MutantResult,
  oneIn: number,
  seed: string,
): boolean => {
  const location = { start: countedFromZero(start), end: countedFromZero(end) };
  return isSampled({ fileName, location, replacement }, oneIn, seed);
};

/** Stryker's checker that lets the mutants of the sample pass. The others count as if they did not compile. */
export class SampleChecker {
  readonly #sample = process.env[SAMPLE_VARIABLE]?.split('/') ?? ['1', ''];

  async init(): Promise<void> {}

  async check(mutants: readonly Mutant[]): Promise<Record<string, CheckResult>> {
    const [oneIn, seed = ''] = this.#sample;
    const result = (mutant: Mutant): CheckResult =>
      isSampled(mutant, Number(oneIn), seed)
        ? { status: CheckStatus.Passed }
        : { status: CheckStatus.CompileError, reason: 'not in the sample' };
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, result(mutant)]));
  }
}

/** The interval in which the true share lies with 95 % confidence, by Wilson's score. Shares are from 0 to 1. */
export function confidenceInterval(successes: number, trials: number): readonly [low: number, high: number] {
  const z = 1.96;
  const share = successes / trials;
  const centre = share + z ** 2 / (2 * trials);
  const half = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  return [(centre - half) / scale, (centre + half) / scale];
}

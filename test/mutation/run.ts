import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LogLevel, PartialStrykerOptions } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { AREAS, type Area, areaNamed } from './areas.ts';
import { isSampledResult, SAMPLE, SAMPLE_VARIABLE } from './sample.ts';
import { complaintsOf, type Score, scoreOf, tableOf } from './score.ts';
import { readExplained } from './survivors.ts';

const HELP = `Changes the code of the domain in small ways and runs its tests against each change: one that no test notices
survives. Fails when an area's score is below 90 %, and for a survivor that test/mutation/survivors/ does not explain.

  npm run mutation -- [AREA …] [--force]
  npm run mutation -- AREA --file FILE[:FROM-TO]
  npm run mutation -- [AREA …] --sample N [--seed S]

  --file FILE  changes this file of the area alone, or these lines of it, for a quick look: no result is kept
               and the score is not checked
  --sample N   runs one in N mutants, drawn at random by the seed (1), and prints between which scores the area's
               lies with 95 % confidence

Areas: ${AREAS.map(({ name }) => name).join(', ')}; without any, all of them. Results are kept in .mutation/ and
mutants run again when their code or the tests that reach it changed; --force runs all.`;

/** Long timeouts for busy machines. A mutant in an endless loop is recognised earlier, by its hit count. */
const TIMEOUTS = { timeoutMS: 15_000, timeoutFactor: 3, dryRunTimeoutMinutes: 15 };

/** The part of an area that is to run. */
interface Selection {
  readonly force: boolean;
  readonly file?: string | undefined;
  /** One in how many mutants runs. */
  readonly sample?: string | undefined;
  readonly seed: string;
}

const optionsOf = (table: Area, { force, file, sample }: Selection): PartialStrykerOptions => ({
  ...TIMEOUTS,
  mutate: file === undefined ? [...table.mutate] : [file],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  incremental: file === undefined && sample === undefined,
  checkers: sample === undefined ? [] : [SAMPLE],
  incrementalFile: `.mutation/${table.name}.json`,
  force,
  tempDirName: `.mutation/${table.name}`,
  ignorePatterns: ['dist', 'cdk.out', '.issuary', '.mutation'],
  // Stryker would rewrite tsconfig.json with TypeScript's JavaScript API, which TypeScript 7 does not have.
  tsconfigFile: 'none',
  plugins: ['@stryker-mutator/vitest-runner', join(import.meta.dirname, 'plugins.ts')],
  reporters: ['progress-append-only', 'survivors'],
  logLevel: 'warn' as LogLevel,
  // Static mutants run all tests of the area.
  warnings: { slow: false, unknownOptions: true, preprocessorErrors: true, unserializableOptions: true },
});

async function scored(table: Area, request: Selection): Promise<Score> {
  console.log(`\n▶ ${table.name}`);
  // vitest.mutation.config.ts reads it in Stryker's processes.
  process.env['MUTATION_AREA'] = table.name;
  const oneIn = Number(request.sample ?? 1);
  // sample.ts reads it there.
  process.env[SAMPLE_VARIABLE] = `${oneIn}/${request.seed}`;
  const began = Date.now();
  const results = await new Stryker(optionsOf(table, request)).runMutationTest();
  const sampled = results.filter((result) => isSampledResult(result, oneIn, request.seed));
  return scoreOf(table.name, sampled, (Date.now() - began) / 1_000);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    force: { type: 'boolean', default: false },
    file: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(HELP);
} else {
  const tables = positionals.length > 0 ? positionals.map(areaNamed) : AREAS;
  const scores: Score[] = [];
  for (const table of tables) scores.push(await scored(table, values));
  const isSample = values.sample !== undefined;
  const judged = values.file === undefined ? scores : [];
  const complaints = judged.flatMap((score) => complaintsOf(score, readExplained(score.area), { isSample }));
  console.log(['', ...complaints, '', tableOf(scores, { isSample })].join('\n'));
  process.exitCode = complaints.length > 0 ? 1 : 0;
}

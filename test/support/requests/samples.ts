import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Notebook, Sample } from './noted-store.ts';

/** A sample with the test file that made it. */
export interface MadeSample extends Sample {
  readonly madeBy: string;
}

/** The variable that names the folder of a run's samples; without it none are kept. */
export const SAMPLES_DIR = 'ISSUARY_TEST_REQUESTS';

/** Keeps this process's samples in the folder; `madeBy` says which file is being run. */
export function notebookIn(folder: string, madeBy: () => string): Notebook {
  const file = join(folder, `${process.pid}.samples`);
  const keep = (sample: Sample) => {
    const line = serialize({ ...sample, madeBy: madeBy() } satisfies MadeSample).toString('base64');
    appendFileSync(file, `${line}\n`);
  };
  return { known: new Set(), keep };
}

/** All samples of the run, each form and end once. */
export function samplesIn(folder: string): MadeSample[] {
  const lines = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8').trim().split('\n'),
  );
  const samples = lines.map((line): MadeSample => deserialize(Buffer.from(line, 'base64')));
  return [...new Map(samples.map((sample) => [`${sample.form}: ${sample.ended}`, sample])).values()];
}

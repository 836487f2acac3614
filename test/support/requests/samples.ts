import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Sample, SampleSink } from './recording-store.ts';

/** A sample with the test file that made it. */
export interface RecordedSample extends Sample {
  readonly testPath: string;
}

/** The variable with the folder for a run's samples. Without it none are recorded. */
export const SAMPLES_DIR = 'ISSUARY_TEST_REQUESTS';

/** Returns a sink that stores this process's samples in the folder. `testPath` returns the file that is running. */
export function sampleSinkIn(folder: string, testPath: () => string): SampleSink {
  const file = join(folder, `${process.pid}.samples`);
  const keep = (sample: Sample) => {
    const line = serialize({ ...sample, testPath: testPath() } satisfies RecordedSample).toString('base64');
    appendFileSync(file, `${line}\n`);
  };
  return { known: new Set(), keep };
}

/** Returns all samples of the run, one for each form and kind of result. */
export function samplesIn(folder: string): RecordedSample[] {
  const lines = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8').trim().split('\n'),
  );
  const samples = lines.map((line): RecordedSample => deserialize(Buffer.from(line, 'base64')));
  return [...new Map(samples.map((sample) => [`${sample.form}: ${sample.ended}`, sample])).values()];
}

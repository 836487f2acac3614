import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import { startDynamoDbLocal } from '../../../infra/local-cloud/services/dynamodb-local.ts';
import { bothFail } from '../stores/model/outcome.ts';
import { Replay, type Replayed, replayInModel } from './replay.ts';
import { type RecordedSample, samplesIn } from './samples.ts';

// Repeats in DynamoDB Local every form of request that tests made of the memory model: the answers must be the same.

const LANES = 4;
const MAX_PRINTED_IN_FULL = 3;

interface Difference {
  readonly sample: RecordedSample;
  readonly dynamodb: Replayed;
  readonly model: Replayed;
}

async function differenceIn(sample: RecordedSample, replay: Replay): Promise<Difference | undefined> {
  const dynamodb = await replay.run(sample);
  const model = await replayInModel(sample);
  const same = isDeepStrictEqual(dynamodb, model) || bothFail(dynamodb.outcome, model.outcome);
  return same ? undefined : { sample, dynamodb, model };
}

async function differencesIn(samples: readonly RecordedSample[], endpoint: string): Promise<Difference[]> {
  const open = [...samples];
  const found: Difference[] = [];
  const lane = async (_: unknown, name: number) => {
    const replay = await Replay.open(endpoint, `lane${name}`);
    for (let sample = open.pop(); sample; sample = open.pop()) {
      const difference = await differenceIn(sample, replay);
      if (difference) found.push(difference);
    }
    replay.close();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return found;
}

/** Prints the differences, only a few of them in full: one defect changes many forms. */
function printDifferences(found: readonly Difference[]): void {
  for (const [index, { sample, ...made }] of found.entries()) {
    const { form, testPath, request, stored } = sample;
    console.error(
      `✗ ${form}\n  of ${relative(process.cwd(), testPath)} has another result in DynamoDB than in the model`,
    );
    if (index < MAX_PRINTED_IN_FULL) console.error(inspect({ stored, request, ...made }, { depth: 9 }));
  }
}

const samples = samplesIn(process.argv[2] ?? '');
const folder = mkdtempSync(join(tmpdir(), 'issuary-requests-'));
const logFile = join(folder, 'dynamodb.log');
const { endpoint, stop } = await startDynamoDbLocal({ port: 0, logFile, isolated: true });
try {
  const found = await differencesIn(samples, endpoint);
  printDifferences(found);
  console.log(
    `${samples.length - found.length} of ${samples.length} requests have the same result in DynamoDB and in the model.`,
  );
  process.exitCode = samples.length > 0 && found.length === 0 ? 0 : 1;
} finally {
  await stop();
  rmSync(folder, { recursive: true });
}

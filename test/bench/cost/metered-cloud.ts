import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { startIssuary } from '../../../infra/demo/local-issuary.ts';
import type { LocalCloud } from '../../../infra/local-cloud/cloud.ts';
import { startDynamoDbLocal } from '../../../infra/local-cloud/services/dynamodb-local.ts';
import { startFauxqs } from '../../../infra/local-cloud/services/fauxqs.ts';
import { type Call, linesOf, wakeUps } from './call.ts';
import type { Item } from './item.ts';
import { Meter } from './meter.ts';
import { startProxy } from './proxy.ts';

const POLL_MS = 50;
const TIMEOUT_MS = 120_000;

/** The synthesized app, with a meter in front of its services. */
export interface MeteredCloud {
  readonly cloud: LocalCloud;
  /** Waits until no work is left. Returns every call since the last time. */
  settledCalls(): Promise<Call[]>;
  stop(): Promise<void>;
}

/** Starts the app on services of its own, with its tables in memory. */
export async function startMeteredCloud(): Promise<MeteredCloud> {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-bench-'));
  const dynamodb = await startDynamoDbLocal({ port: 0, logFile: join(folder, 'dynamodb.log') });
  const others = await startFauxqs(0);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: dynamodb.endpoint, region: 'us-east-1', credentials });
  const readItem = async (TableName: string, Key: Item) =>
    (await client.send(new GetItemCommand({ TableName, Key: Key as never, ConsistentRead: true })))
      .Item as unknown as Item | undefined;
  let calls: Call[] = [];
  const meter = new Meter(readItem, (call) => calls.push(call));
  const tables = await startProxy(dynamodb.endpoint, meter.listen);
  const queues = await startProxy(others.endpoint, meter.listen);
  const cloud = await startIssuary({
    dataDir: join(folder, 'data'),
    env: {
      AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
      AWS_ENDPOINT_URL_SQS: queues.endpoint,
      AWS_ENDPOINT_URL_S3: queues.endpoint,
    },
  });
  meter.setTables(cloud.env);
  return {
    cloud,
    settledCalls: async () => {
      await allDone(() => calls);
      const claimed = calls;
      calls = [];
      return claimed;
    },
    stop: async () => {
      await cloud.stop();
      client.destroy();
      for (const service of [tables, queues, dynamodb, others]) await service.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * Waits until all stored work is enqueued, all messages are completed, and all changes of the ledger are on statements.
 */
async function allDone(calls: () => readonly Call[]): Promise<void> {
  for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await pause(POLL_MS)) {
    const { made, sent, done } = wakeUps(calls());
    const { due, written } = linesOf(calls());
    if (made === sent && sent === done && due === written) return;
  }
  const left = { ...wakeUps(calls()), lines: linesOf(calls()) };
  throw new Error(`work is left unfinished: ${JSON.stringify(left)}`);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoDbLocal } from '../../../infra/local-cloud/services/dynamodb-local.ts';
import { notificationKey } from '../../../shared/domain/notifications/notification.ts';
import { awsDependencies } from '../../../shared/lambda/aws-dependencies.ts';
import { dueIndexAttributes } from '../../../shared/runtime/queue/due-index.ts';
import { sweep } from '../../../shared/runtime/queue/sweep.ts';
import type { Item } from '../../../shared/runtime/store/item.ts';
import { createTables } from '../../support/stores/tables.ts';
import type { Figure, Section } from '../frame/figure.ts';
import { fill } from '../scale/fill.ts';

/** Numbers of due notifications of one merchant. */
const BACKLOGS = [100, 2_500, 25_000];
const BUSY = '10000001';
const OTHER = '10000002';

interface Swept {
  /** The position of the other merchant's only notification among those enqueued. */
  readonly position: number;
  /** Number of sweeps until the whole backlog is enqueued. */
  readonly sweeps: number;
}

/** Measures how long one merchant's notification waits behind another merchant's backlog in the sweeper. */
export async function measureSweep(): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-bench-'));
  const { endpoint, stop } = await startDynamoDbLocal({ port: 0, logFile: join(folder, 'dynamodb.log') });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  try {
    const swept: Swept[] = [];
    for (const backlog of BACKLOGS) swept.push(await measure(client, backlog));
    const title = 'Sweep: a notification beside a backlog of so many of another merchant';
    return { id: 'sweep', title, figures: figuresOf(swept) };
  } finally {
    client.destroy();
    await stop();
    rmSync(folder, { recursive: true });
  }
}

async function measure(client: DynamoDBClient, backlog: number): Promise<Swept> {
  const prefix = `bench-sweep-${backlog}`;
  const environment = await createTables(client, prefix);
  const began = Date.now();
  await fill(client, `${prefix}-notifications`, backlog + 1, (nth) => dueItem(nth, backlog, began));
  const enqueued: string[] = [];
  const send = async (_: unknown, ids: readonly string[]) => {
    enqueued.push(...ids);
    return [];
  };
  const deps = { ...awsDependencies(environment, client), graceMs: 3_600_000, workQueue: { send } };
  let sweeps = 0;
  while (enqueued.length <= backlog) {
    await sweep(deps);
    sweeps += 1;
  }
  return { position: enqueued.findIndex((id) => id.startsWith(`${OTHER}/`)) + 1, sweeps };
}

/** Returns the nth due notification. The other merchant's is the last one. */
function dueItem(nth: number, backlog: number, began: number): Item {
  const userNo = nth > backlog ? OTHER : BUSY;
  const notificationId = `${userNo}/card_operate/${1_150_000_000_000_000 + nth}`;
  const dueAt = began - 120_000 + nth;
  const due = dueIndexAttributes(notificationId, dueAt);
  return { ...notificationKey(notificationId), notificationId, userNo, createdAt: dueAt, ...due };
}

function figuresOf(swept: readonly Swept[]): Figure[] {
  const at = BACKLOGS.map((backlog) => backlog.toLocaleString('en-US'));
  return [
    {
      name: 'position of the other merchant’s notification among those enqueued',
      at,
      values: swept.map(({ position: index }) => index),
      target: { atMost: 2 },
    },
    {
      name: 'sweeps, one a minute, until all are enqueued',
      at,
      values: swept.map(({ sweeps }) => sweeps),
      target: { atMost: 3 },
    },
  ];
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoDbLocal } from '../../../infra/local-cloud/services/dynamodb-local.ts';
import type { Figure, Section } from '../frame/figure.ts';
import { meterReads, type Reading } from './capacity.ts';
import { type Case, casesOf } from './cases.ts';
import { openMerchant, pageQueries } from './merchant.ts';

/** The growth of a constant plus a logarithm from 1,000 to 100,000. Linear growth would be 100. */
const FLAT = 2;
const SMALLEST = 100;

/** The reads of each query, by the size of the merchant. */
type Readings = Map<number, Map<string, Reading & { readonly atMost: number }>>;

/** Measures the reads of queries for merchants of increasing size, with one card, order and transaction a minute. */
export async function measureScale({ count }: { count: number }): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-bench-'));
  const { endpoint, stop } = await startDynamoDbLocal({ port: 0, logFile: join(folder, 'dynamodb.log') });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  try {
    const read = meterReads(client);
    const readings: Readings = new Map();
    for (let size = SMALLEST; size <= count; size *= 10)
      readings.set(size, await measure(client, read, size));
    const title = 'Scale: read units of a page, by the merchant’s number of cards, orders and transactions';
    return { id: 'scale', title, figures: figuresOf(readings) };
  } finally {
    client.destroy();
    await stop();
    rmSync(folder, { recursive: true });
  }
}

const nameOf = ({ of, what }: Case): string => `${of}: ${what}`;

async function measure(client: DynamoDBClient, read: () => Reading, count: number) {
  const call = await openMerchant(client, count);
  const readings = new Map<string, Reading & { atMost: number }>();
  for (const one of casesOf(count)) {
    read();
    const { list } = await pageQueries[one.of](one.request, call);
    if (list.length === 0) throw new Error(`${nameOf(one)} of ${count} found nothing`);
    readings.set(nameOf(one), { ...read(), atMost: one.atMost });
  }
  return readings;
}

function figuresOf(readings: Readings): Figure[] {
  const sizes = [...readings.keys()];
  const names = [...(readings.get(SMALLEST) ?? new Map()).keys()] as string[];
  const growth = `× from ${(10 * SMALLEST).toLocaleString('en-US')}`;
  const units = names.map((name): Figure => {
    const values = sizes.map((size) => readings.get(size)?.get(name)?.units ?? Number.NaN);
    const times = (values.at(-1) ?? Number.NaN) / (values[1] ?? Number.NaN);
    const at = [...sizes.map((size) => size.toLocaleString('en-US')), growth];
    return { name, at, values: [...values, times], target: { atMost: FLAT, at: growth } };
  });
  const rows = names.map((name): Figure => {
    const { rows, atMost } = readings.get(sizes.at(-1) ?? 0)?.get(name) ?? {
      rows: Number.NaN,
      atMost: Number.NaN,
    };
    return {
      name: `${name}: rows`,
      at: ['read', 'at most', 'part'],
      values: [rows, atMost, rows / atMost],
      target: { atMost: 1, at: 'part' },
    };
  });
  return [...units, ...rows];
}

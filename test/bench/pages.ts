import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoDbLocal } from '../../infra/local/services/dynamodb-local.ts';
import { pageCards } from '../../shared/cards/card-pages.ts';
import { placeWrites } from '../../shared/cards/listing.ts';
import { cloudPlatform } from '../../shared/lambda/cloud-platform.ts';
import type { Merchant } from '../../shared/merchants/merchant.ts';
import { pageOrders } from '../../shared/orders/order-pages.ts';
import type { Call } from '../../shared/platform/platform.ts';
import { cardItem, orderItem } from '../support/listed.ts';
import { createTables } from '../support/tables.ts';
import { meterReads, type Reading } from './capacity.ts';
import { type Case, card, casesOf, order, PAGE_SIZE, timeOf, USER_NO, ZONE } from './cases.ts';
import { fill } from './fill.ts';

// npm run bench:pages [-- COUNT]: what the pages of a merchant with 100,000 cards and as many orders read. It measures
// counts and not times, and exits with 1 when a page reads more than it may.

const count = Number(process.argv[2] ?? 100_000);

const row = (what: string, cells: readonly (string | number)[]) =>
  [what.padEnd(40), ...cells.map((cell) => `${cell}`.padStart(12))].join('');

/** Prints what the query reads and answers whether that is no more than it may. */
async function measure(
  { of, what, request, atMost }: Case,
  call: Call,
  read: () => Reading,
): Promise<boolean> {
  const asked = { currentPage: 1, pageSize: PAGE_SIZE, ...request };
  read();
  const page = of === 'cards' ? await pageCards(asked, call) : await pageOrders(asked, call);
  const { requests, rows, units } = read();
  const verdict = page.list.length === 0 ? 'EMPTY' : rows > atMost ? 'TOO MANY' : 'ok';
  console.log(row(`${of}: ${what}`, [page.totalCount, requests, rows, atMost, units.toFixed(1), verdict]));
  return verdict === 'ok';
}

async function bench(client: DynamoDBClient): Promise<boolean> {
  const environment = await createTables(client, 'bench');
  const platform = cloudPlatform({ ...environment, PLATFORM_UTC_OFFSET: ZONE }, client);
  console.log(`${count} cards and orders, ${PAGE_SIZE} on a page`);
  await fill(client, 'bench-cards', count, (nth) => cardItem(card(nth, count)));
  await fill(client, 'bench-orders', count, (nth) => orderItem(order(nth, count)));
  const places = placeWrites(USER_NO, { ordinal: count, createdAt: timeOf(count) });
  await platform.store.write(places.map((place) => ({ ...place, when: [] })));
  const call: Call = { platform, merchant: { userNo: USER_NO } as Merchant, correlationId: 'bench' };
  const read = meterReads(client);
  console.log(row('', ['found', 'requests', 'rows read', 'at most', 'read units', '']));
  const passed: boolean[] = [];
  for (const one of casesOf(count)) passed.push(await measure(one, call, read));
  return passed.every(Boolean);
}

const folder = mkdtempSync(join(tmpdir(), 'issuary-bench-'));
const { endpoint, stop } = await startDynamoDbLocal({ port: 0, logFile: join(folder, 'dynamodb.log') });
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
try {
  if (!(await bench(client))) process.exitCode = 1;
} finally {
  client.destroy();
  await stop();
  rmSync(folder, { recursive: true });
}

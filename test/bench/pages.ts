import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoDbLocal } from '../../infra/local/services/dynamodb-local.ts';
import { pageCards } from '../../shared/cards/card-pages.ts';
import { placeWrites } from '../../shared/cards/listing.ts';
import { formatDateTime } from '../../shared/contract/time.ts';
import { pageOrders } from '../../shared/orders/order-pages.ts';
import type { Call } from '../../shared/platform/platform.ts';
import { DynamoStore } from '../../shared/store/dynamo.ts';
import { cardItem, listedCard, listedOrder, orderItem } from '../support/listed.ts';
import { createTables } from '../support/tables.ts';
import { meterReads, type Reading } from './capacity.ts';
import { fill } from './fill.ts';

// npm run bench:pages [cards]: what pages of a merchant with 100,000 cards and as many orders read. It measures counts
// and not times, and exits with 1 when a page reads more than it may.

const COUNT = Number(process.argv[2] ?? 100_000);
const PAGE_SIZE = 50;
const LAST_PAGE = Math.ceil(COUNT / PAGE_SIZE);
const MIDDLE_PAGE = Math.ceil(LAST_PAGE / 2);
const USER_NO = '10000001';
const ZONE = '+08:00';
const START = Date.UTC(2026, 0, 1);
const MEMBERS = 1_000;
/** Of a page: its rows in the index, the cards or orders, and the cards' balances. */
const PER_ROW = 3;
/** One row for every doubling of the cards at each end of a period, and the count. */
const SEARCH = 2 * Math.ceil(Math.log2(COUNT + 1)) + 1;

const timeOf = (nth: number) => START + nth * 60_000;
const at = (nth: number) => formatDateTime(timeOf(nth), ZONE);
/** Every group, holder and card that things belong to has 1,000 of them, all over the history. */
const memberOf = (prefix: string, nth: number) =>
  `${prefix}${nth % Math.max(1, Math.floor(COUNT / MEMBERS))}`;

const card = (nth: number) =>
  listedCard(
    USER_NO,
    { ordinal: nth, createdAt: timeOf(nth) },
    {
      cardType: nth % 2 === 0 ? 1 : 2,
      status: nth % 100 === 0 ? 'closed' : 'active',
      groupId: memberOf('11500000000001', nth),
      cardUserId: memberOf('11500000000002', nth),
    },
  );
const order = (nth: number) =>
  listedOrder(USER_NO, timeOf(nth), 0, {
    opType: nth % 2 === 0 ? 16 : 18,
    status: nth % 100 === 0 ? 'failure' : 'success',
    cardId: memberOf('11500000000003', nth),
    groupId: memberOf('11500000000001', nth),
  });

interface Case {
  readonly of: 'cards' | 'orders';
  readonly what: string;
  readonly request: object;
  /** Most rows that may be read; none where all of an index's partition has to be. */
  readonly atMost?: number;
}

const middleOfTime = { beginTime: at(Math.floor(COUNT / 4)), endTime: at(Math.floor((COUNT * 3) / 4)) };
const exact = PER_ROW * PAGE_SIZE + 1;
const ofMembers = 2 * MEMBERS + PER_ROW * PAGE_SIZE + SEARCH;

const cases: Case[] = [
  { of: 'cards', what: 'first page', request: {}, atMost: exact },
  { of: 'cards', what: 'middle page', request: { currentPage: MIDDLE_PAGE }, atMost: exact },
  { of: 'cards', what: 'last page', request: { currentPage: LAST_PAGE }, atMost: exact },
  {
    of: 'cards',
    what: 'middle page of a period',
    request: { ...middleOfTime, currentPage: Math.ceil(LAST_PAGE / 4) },
    atMost: exact + SEARCH,
  },
  {
    of: 'cards',
    what: 'group, last page',
    request: { groupId: '115000000000017', currentPage: 20 },
    atMost: ofMembers,
  },
  { of: 'cards', what: 'holder, first page', request: { cardUserId: '115000000000027' }, atMost: ofMembers },
  {
    of: 'cards',
    what: 'group and status in a period',
    request: { groupId: '115000000000017', status: '1', ...middleOfTime },
    atMost: ofMembers,
  },
  { of: 'cards', what: 'status of all, first page', request: { status: '1' } },
  { of: 'cards', what: 'rare status of all, first page', request: { status: '0' } },
  {
    of: 'cards',
    what: 'cardType of all, middle page',
    request: { cardType: 1, currentPage: Math.ceil(MIDDLE_PAGE / 2) },
  },
  {
    of: 'cards',
    what: 'status in a day',
    request: { status: '1', beginTime: at(COUNT - 1_440), endTime: at(COUNT) },
    atMost: 2 * 1_441 + PER_ROW * PAGE_SIZE + SEARCH,
  },
  { of: 'orders', what: 'by orderId', request: { orderId: order(Math.ceil(COUNT / 2)).orderId }, atMost: 1 },
  { of: 'orders', what: 'card, first page', request: { cardId: '115000000000037' }, atMost: ofMembers },
  {
    of: 'orders',
    what: 'group, last page',
    request: { groupId: '115000000000017', currentPage: 20 },
    atMost: ofMembers,
  },
  {
    of: 'orders',
    what: 'a day, first page',
    request: { beginTime: at(COUNT - 1_440), endTime: at(COUNT) },
    atMost: 1_441 + PER_ROW * PAGE_SIZE,
  },
  { of: 'orders', what: 'opType of all, first page', request: { opType: 16 } },
];

const row = (cells: readonly (string | number)[]) =>
  cells.map((cell, index) => (index === 0 ? `${cell}`.padEnd(40) : `${cell}`.padStart(12))).join('');

/** Prints the case and answers whether it read no more than it may. */
async function measure(
  { of, what, request, atMost }: Case,
  call: Call,
  read: () => Reading,
): Promise<boolean> {
  const asked = { currentPage: 1, pageSize: PAGE_SIZE, ...request };
  read();
  const page = of === 'cards' ? await pageCards(asked, call) : await pageOrders(asked, call);
  const { requests, rows, units } = read();
  const isFull = page.totalCount > 0 && page.list.length > 0;
  const verdict = isFull && rows <= (atMost ?? Number.POSITIVE_INFINITY) ? 'ok' : 'TOO MANY';
  const cells = [
    page.totalCount,
    requests,
    rows,
    units.toFixed(1),
    atMost ?? '-',
    isFull ? verdict : 'EMPTY',
  ];
  console.log(row([`${of}: ${what}`, ...cells]));
  return verdict === 'ok';
}

const folder = mkdtempSync(join(tmpdir(), 'issuary-bench-'));
const { endpoint, stop } = await startDynamoDbLocal({ port: 0, logFile: join(folder, 'dynamodb.log') });
const client = new DynamoDBClient({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
try {
  const environment = await createTables(client, 'bench');
  console.log(`${COUNT} cards and orders, pages of ${PAGE_SIZE} …`);
  await fill(client, 'bench-cards', COUNT, (nth) => cardItem(card(nth)));
  await fill(client, 'bench-orders', COUNT, (nth) => orderItem(order(nth)));
  const store = new DynamoStore(environment, client);
  const { cardId: _, ...listing } = { cardId: '', ordinal: COUNT, createdAt: timeOf(COUNT) };
  await store.write(placeWrites(USER_NO, listing).map((write) => ({ ...write, when: [] })) as never);
  const call = { platform: { store, utcOffset: ZONE }, merchant: { userNo: USER_NO } } as Call;
  const read = meterReads(client);
  console.log(row(['', 'found', 'requests', 'rows read', 'read units', 'at most', '']));
  const passed: boolean[] = [];
  for (const one of cases) passed.push(await measure(one, call, read));
  if (!passed.every(Boolean)) process.exitCode = 1;
} finally {
  client.destroy();
  await stop();
  rmSync(folder, { recursive: true });
}

import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import { firstSince } from '../../../runtime/store/bisect.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { absent, equals, type Update } from '../../../runtime/store/write.ts';
import { buildPage, type Page, type PageRequest } from '../../../wire/contract/page.ts';

/**
 * Where a card stands among its merchant's: the how manieth it is, from 1 and without gaps, and since when (epoch
 * milliseconds). Both grow together, and cards are never deleted: so pages and periods are found by counting.
 */
export interface CardOrdinal {
  readonly ordinal: number;
  readonly createdAt: number;
}

/** Places that follow each other, both ends included; none when `to` is below `from`. */
export interface OrdinalRange {
  readonly from: number;
  readonly to: number;
}

const ordinalKey = (userNo: string) => ({ pk: `listing/${userNo}` });

/** The place of the merchant's latest card; ordinal 0 before the first. */
export async function lastOrdinal(store: Store, userNo: string): Promise<CardOrdinal> {
  const item: Item | undefined = await store.get('cards', ordinalKey(userNo));
  return { ordinal: Number(item?.['count'] ?? 0), createdAt: Number(item?.['lastAt'] ?? 0) };
}

/** The place for the merchant's next card; never before the one of the card before it, whatever the clocks say. */
export async function nextOrdinal(store: Store, userNo: string, nowMs: number): Promise<CardOrdinal> {
  const last = await lastOrdinal(store, userNo);
  return { ordinal: last.ordinal + 1, createdAt: Math.max(nowMs, last.createdAt) };
}

/** Takes the place; whoever comes second decides again. */
export function ordinalWrites(userNo: string, { ordinal, createdAt }: CardOrdinal): Update[] {
  const before = ordinal === 1 ? absent('count') : equals('count', ordinal - 1);
  return [
    {
      kind: 'update',
      table: 'cards',
      key: ordinalKey(userNo),
      set: { count: ordinal, lastAt: createdAt },
      when: [before],
      onConflict: () => new WriteConflict(),
    },
  ];
}

/**
 * The places of the merchant's cards that were opened from `since` until `until` (epoch milliseconds, both included).
 * Reads the merchant's count, and for each end that lies within its history one row for every doubling of it.
 */
export async function ordinalsWithin(
  store: Store,
  userNo: string,
  { since, until }: { since?: number | undefined; until?: number | undefined },
): Promise<OrdinalRange> {
  const last = await lastOrdinal(store, userNo);
  const end = { number: last.ordinal, time: last.createdAt };
  const first = (ms: number) => firstSince(ms, end, (ordinal) => openedAt(store, userNo, ordinal));
  const [from, after] = await Promise.all([
    since === undefined ? 1 : first(since),
    until === undefined ? last.ordinal + 1 : first(until + 1),
  ]);
  return { from, to: after - 1 };
}

/** When the card of this place was opened; one that the index does not know yet is among the latest. */
async function openedAt(store: Store, userNo: string, ordinal: number): Promise<number> {
  const [row] = await store.query(ordinalQuery(userNo, { from: ordinal, to: ordinal }));
  return Number(row?.['createdAt'] ?? Number.POSITIVE_INFINITY);
}

/** A page of the places, newest first: however many there are, no more rows are read than are on it. */
export async function pageOfOrdinals(
  store: Store,
  userNo: string,
  range: OrdinalRange,
  request: PageRequest,
): Promise<Page<Item>> {
  const to = range.to - (request.currentPage - 1) * request.pageSize;
  const from = Math.max(range.from, to - request.pageSize + 1);
  const totalCount = Math.max(0, range.to - range.from + 1);
  return buildPage(totalCount, request, await store.query(ordinalQuery(userNo, { from, to })));
}

/** The rows of the places in the index of the merchant's cards, newest first. */
const ordinalQuery = (userNo: string, range: OrdinalRange) =>
  ({ table: 'cards', index: 'byMerchant', partition: userNo, ...range, newestFirst: true }) as const;

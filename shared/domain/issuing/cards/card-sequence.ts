import { writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { firstSince } from '../../../runtime/store/bisect.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { absent, equals, type Update } from '../../../runtime/store/write.ts';
import { buildPage, type Page, type PageRequest } from '../../../wire/contract/page.ts';

/**
 * A card's position in the sequence of its merchant's cards. Ordinals start at 1 without gaps, grow with `createdAt`,
 * and are never freed, since cards are never deleted. Pages and periods are therefore found by counting.
 */
export interface CardOrdinal {
  readonly ordinal: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** Consecutive ordinals, both ends included. Empty when `to` is less than `from`. */
interface OrdinalRange {
  readonly from: number;
  readonly to: number;
}

const ordinalKey = (userNo: string) => ({ pk: `listing/${userNo}` });

/** Returns the ordinal of the merchant's latest card, or 0 when there are no cards. */
export async function lastOrdinal(store: Store, userNo: string): Promise<CardOrdinal> {
  const item: Item | undefined = await store.get('cards', ordinalKey(userNo));
  return { ordinal: Number(item?.['count'] ?? 0), createdAt: Number(item?.['lastAt'] ?? 0) };
}

/**
 * Returns the ordinal for the merchant's next card. Its time never precedes the previous card's, even if clocks differ.
 */
export async function nextOrdinal(store: Store, userNo: string, nowMs: number): Promise<CardOrdinal> {
  const last = await lastOrdinal(store, userNo);
  return { ordinal: last.ordinal + 1, createdAt: Math.max(nowMs, last.createdAt) };
}

/**
 * Claims the ordinal.
 *
 * @throws WriteConflict from the transaction, when the same ordinal was claimed concurrently
 */
export function ordinalWrites(userNo: string, { ordinal, createdAt }: CardOrdinal): Update[] {
  const before = ordinal === 1 ? absent('count') : equals('count', ordinal - 1);
  return [
    {
      kind: 'update',
      table: 'cards',
      key: ordinalKey(userNo),
      set: { count: ordinal, lastAt: createdAt },
      when: [before],
      onConflict: writeConflict,
    },
  ];
}

/**
 * Returns the ordinals of the merchant's cards opened from `since` to `until` (epoch milliseconds, both included). It
 * reads the merchant's card count and, for each bound within its history, runs a binary search over the index.
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

/**
 * Returns when the card with this ordinal was opened. A card missing from the index is assumed to be one of the latest.
 */
async function openedAt(store: Store, userNo: string, ordinal: number): Promise<number> {
  const [row] = await store.query(ordinalQuery(userNo, { from: ordinal, to: ordinal }));
  return Number(row?.['createdAt'] ?? Number.POSITIVE_INFINITY);
}

/** Returns a page of the ordinals, newest first. It never reads more rows than the page has. */
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

/** Queries the index rows of these ordinals, newest first. */
const ordinalQuery = (userNo: string, range: OrdinalRange) =>
  ({ table: 'cards', index: 'byMerchant', partition: userNo, ...range, newestFirst: true }) as const;

import { type AskedPage, type Page, pageWith } from '../contract/page.ts';
import { StaleDecision } from '../requests/once.ts';
import { firstSince } from '../store/bisect.ts';
import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { absent, equals, type Update } from '../store/write.ts';

/**
 * Where a card stands among its merchant's: the how manieth it is, from 1 and without gaps, and since when (epoch
 * milliseconds). Both grow together, and cards are never deleted: so pages and periods are found by counting.
 */
export interface Place {
  readonly ordinal: number;
  readonly createdAt: number;
}

/** Places that follow each other, both ends included; none when `to` is below `from`. */
export interface Places {
  readonly from: number;
  readonly to: number;
}

const listingKey = (userNo: string) => ({ pk: `listing/${userNo}` });

/** The place of the merchant's latest card; ordinal 0 before the first. */
export async function lastPlace(store: Store, userNo: string): Promise<Place> {
  const item: Item | undefined = await store.get('cards', listingKey(userNo));
  return { ordinal: Number(item?.['count'] ?? 0), createdAt: Number(item?.['lastAt'] ?? 0) };
}

/** The place for the merchant's next card; never before the one of the card before it, whatever the clocks say. */
export async function nextPlace(store: Store, userNo: string, nowMs: number): Promise<Place> {
  const last = await lastPlace(store, userNo);
  return { ordinal: last.ordinal + 1, createdAt: Math.max(nowMs, last.createdAt) };
}

/** Takes the place; whoever comes second decides again. */
export function placeWrites(userNo: string, { ordinal, createdAt }: Place): Update[] {
  const before = ordinal === 1 ? absent('count') : equals('count', ordinal - 1);
  return [
    {
      kind: 'update',
      table: 'cards',
      key: listingKey(userNo),
      set: { count: ordinal, lastAt: createdAt },
      when: [before],
      otherwise: () => new StaleDecision(),
    },
  ];
}

/**
 * The places of the merchant's cards that were opened from `since` until `until` (epoch milliseconds, both included).
 * Reads the merchant's count, and for each end that lies within its history one row for every doubling of it.
 */
export async function placesWithin(
  store: Store,
  userNo: string,
  { since, until }: { since?: number | undefined; until?: number | undefined },
): Promise<Places> {
  const last = await lastPlace(store, userNo);
  const end = { number: last.ordinal, time: last.createdAt };
  const first = (ms: number) => firstSince(ms, end, (ordinal) => createdAt(store, userNo, ordinal));
  const [from, after] = await Promise.all([
    since === undefined ? 1 : first(since),
    until === undefined ? last.ordinal + 1 : first(until + 1),
  ]);
  return { from, to: after - 1 };
}

/** When the card of this place was opened; one that the index does not know yet is among the latest. */
async function createdAt(store: Store, userNo: string, ordinal: number): Promise<number> {
  const [row] = await store.query(rowsAt(userNo, { from: ordinal, to: ordinal }));
  return Number(row?.['createdAt'] ?? Number.POSITIVE_INFINITY);
}

/** A page of the places, newest first: however many there are, no more rows are read than are on it. */
export async function pageOfPlaces(
  store: Store,
  userNo: string,
  places: Places,
  asked: AskedPage,
): Promise<Page<Item>> {
  const to = places.to - (asked.currentPage - 1) * asked.pageSize;
  const from = Math.max(places.from, to - asked.pageSize + 1);
  const totalCount = Math.max(0, places.to - places.from + 1);
  return pageWith(totalCount, asked, await store.query(rowsAt(userNo, { from, to })));
}

/** The rows of the places in the index of the merchant's cards, newest first. */
const rowsAt = (userNo: string, places: Places) =>
  ({ table: 'cards', index: 'byMerchant', partition: userNo, ...places, newestFirst: true }) as const;

import { StaleDecision } from '../requests/once.ts';
import type { Item, Store } from '../store/store.ts';
import { absent, equals, type Write } from '../store/write.ts';

/**
 * Where a card stands among its merchant's: the how manieth it is, from 1 and without gaps, and since when (epoch
 * milliseconds). Both grow together, so that pages and periods can be found by counting.
 */
export interface Place {
  readonly ordinal: number;
  readonly createdAt: number;
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
export function placeWrites(userNo: string, { ordinal, createdAt }: Place): Write[] {
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

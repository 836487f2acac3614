import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import type { TableName } from '../store/tables.ts';
import { dueShards } from './due-index.ts';

/**
 * Yields the items of a table that are due, shard by shard and oldest first, at most `maxPerShard` of each: the others
 * stay due for the next run. The index is eventually consistent, and holds only some of the attributes.
 */
export async function* dueItems(
  { store, now }: { readonly store: Pick<Store, 'query'>; readonly now: () => number },
  table: TableName,
  maxPerShard: number,
): AsyncGenerator<Item> {
  for (const partition of dueShards)
    yield* await store.query({ table, index: 'due', partition, to: now(), limit: maxPerShard });
}

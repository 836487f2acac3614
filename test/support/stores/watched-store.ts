import type { Item } from '../../../shared/runtime/store/item.ts';
import type { Query, Store } from '../../../shared/runtime/store/store.ts';
import type { Write } from '../../../shared/runtime/store/write.ts';

/** A store with a record of its calls. */
export interface WatchedStore {
  readonly store: Store;
  readonly queries: Query[];
  /** All items that queries returned. */
  readonly found: Item[];
  /** All attempted writes, whether or not they succeeded. */
  readonly writes: Write[];
}

/** Returns the store and a record of its calls. Counting row by row is not allowed. */
export function watchedStore(store: Store): WatchedStore {
  const [queries, found, writes]: [Query[], Item[], Write[]] = [[], [], []];
  return {
    queries,
    found,
    writes,
    store: {
      get: (table, key) => store.get(table, key),
      getMany: (table, keys) => store.getMany(table, keys),
      batchGet: (addresses) => store.batchGet(addresses),
      query: async (query) => {
        queries.push(query);
        const items = await store.query(query);
        found.push(...items);
        return items;
      },
      count: () => Promise.reject(new Error('nothing is counted row by row')),
      write: (all) => {
        writes.push(...all);
        return store.write(all);
      },
    },
  };
}

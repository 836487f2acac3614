import type { Store } from '../../shared/store/store.ts';

/** The store, at whose next write something else happens first: after a decision was made, before it is written. */
export function interruptedStore(store: Store, happens: () => Promise<unknown>): Store {
  let open = true;
  return {
    get: (table, key) => store.get(table, key),
    getMany: (table, keys) => store.getMany(table, keys),
    query: (query) => store.query(query),
    count: (query) => store.count(query),
    write: async (writes) => {
      if (open) {
        open = false;
        await happens();
      }
      return store.write(writes);
    },
  };
}

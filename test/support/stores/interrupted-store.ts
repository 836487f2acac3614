import type { Store } from '../../../shared/runtime/store/store.ts';
import type { Write } from '../../../shared/runtime/store/write.ts';

/**
 * Returns a store that runs the interruption before the next matching write: after a decision is made, before it is
 * written.
 */
export function interruptedStore(
  store: Store,
  interruption: () => Promise<unknown>,
  matches: (writes: readonly Write[]) => boolean = () => true,
): Store {
  let open = true;
  return {
    get: (table, key) => store.get(table, key),
    getMany: (table, keys) => store.getMany(table, keys),
    batchGet: (addresses) => store.batchGet(addresses),
    query: (query) => store.query(query),
    count: (query) => store.count(query),
    write: async (writes) => {
      if (open && matches(writes)) {
        open = false;
        await interruption();
      }
      return store.write(writes);
    },
  };
}

/** Returns a store that runs the interruption before the next single read of this item. */
export function readInterruptedStore(store: Store, pk: string, interruption: () => Promise<unknown>): Store {
  let open = true;
  return {
    ...interruptedStore(store, async () => {}),
    get: async (table, key) => {
      if (open && key.pk === pk) {
        open = false;
        await interruption();
      }
      return store.get(table, key);
    },
  };
}

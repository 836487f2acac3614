import type { Store } from '../../../shared/runtime/store/store.ts';
import type { Write } from '../../../shared/runtime/store/write.ts';

/** The store, at whose next write, or the next that is like it is told, something else happens first: after a decision was made, before it is written. */
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

/** The store, at whose next reading of this item by itself something else happens first: after what was read before it. */
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

import type { Item } from '../../../shared/runtime/store/item.ts';
import type { Store } from '../../../shared/runtime/store/store.ts';
import type { Write } from '../../../shared/runtime/store/write.ts';

/**
 * Returns the store, and the images that the ledger's stream would contain: each changed item after its change, in
 * order. Writes must not overlap.
 */
export function streamingStore(store: Store): { readonly store: Store; readonly images: Item[] } {
  const images: Item[] = [];
  const record = async (write: Write) => {
    if (write.table !== 'ledger' || write.kind === 'check') return;
    const { pk, sk } = write.kind === 'put' ? write.item : write.key;
    images.push((await store.get('ledger', { pk, sk: sk as string })) ?? {});
  };
  const write: Store['write'] = async (writes) => {
    await store.write(writes);
    for (const each of writes) await record(each);
  };
  return {
    images,
    store: {
      get: (table, key) => store.get(table, key),
      getMany: (table, keys) => store.getMany(table, keys),
      batchGet: (addresses) => store.batchGet(addresses),
      query: (query) => store.query(query),
      count: (query) => store.count(query),
      write,
    },
  };
}

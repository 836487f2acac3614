import type { Item, Key } from '../../../shared/runtime/store/item.ts';
import type { Store } from '../../../shared/runtime/store/store.ts';
import type { TableName } from '../../../shared/runtime/store/tables.ts';

/**
 * A store that answers at once. It returns what was put before it was frozen and discards later writes. It does as
 * little as possible, because its own time counts as the request's.
 */
export class FixedStore implements Store {
  readonly #tables = new Map<TableName, Map<string, Item>>();
  #frozen = false;

  freeze(): void {
    this.#frozen = true;
  }

  get: Store['get'] = async (table, key) => this.#find(table, key);

  getMany: Store['getMany'] = async (table, keys) => keys.map((key) => this.#find(table, key));

  batchGet: Store['batchGet'] = async (addresses) =>
    addresses.map(({ table, key }) => this.#find(table, key));

  query: Store['query'] = async () => [];

  count: Store['count'] = async () => 0;

  write: Store['write'] = async (writes) => {
    if (this.#frozen) return;
    for (const write of writes) {
      if (write.kind !== 'put') continue;
      const items = this.#tables.get(write.table) ?? new Map<string, Item>();
      this.#tables.set(write.table, items.set(index(write.item), write.item));
    }
  };

  #find(table: TableName, key: Key): Item | undefined {
    return this.#tables.get(table)?.get(index(key));
  }
}

const index = ({ pk, sk }: Key): string => (sk === undefined ? pk : `${pk} ${sk}`);

import type { Item, Key, Store } from '../../../shared/store/store.ts';
import type { TableName } from '../../../shared/store/tables.ts';

/** A Store that answers at once: gets what was put before it was frozen, and forgets what is written after. */
export class FixedStore implements Store {
  readonly #items = new Map<string, Item>();
  #frozen = false;

  freeze(): void {
    this.#frozen = true;
  }

  get: Store['get'] = async (table, key) => this.#items.get(place(table, key));

  getMany: Store['getMany'] = async (table, keys) => keys.map((key) => this.#items.get(place(table, key)));

  query: Store['query'] = async () => [];

  count: Store['count'] = async () => 0;

  write: Store['write'] = async (writes) => {
    if (this.#frozen) return;
    for (const write of writes)
      if (write.kind === 'put') this.#items.set(place(write.table, write.item), write.item);
  };
}

const place = (table: TableName, { pk, sk }: Key): string => `${table} ${pk} ${sk ?? ''}`;

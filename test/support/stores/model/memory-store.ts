import type { Item, Key } from '../../../../shared/runtime/store/item.ts';
import type { ItemAddress, Query, Store } from '../../../../shared/runtime/store/store.ts';
import { type TableName, tables } from '../../../../shared/runtime/store/tables.ts';
import { conflictErrorFor, type Write } from '../../../../shared/runtime/store/write.ts';
import { changeOf, keyOf } from './change.ts';
import { MemoryTable } from './memory-table.ts';
import { TableError } from './table-error.ts';
import { fromStored, type Stored } from './values.ts';

const TRANSACTION_ITEMS = 100;

/** A change that a table's stream tells: the key of the item, whether it is new, and the item as it is then. */
export interface StreamRecord {
  readonly table: TableName;
  readonly key: Key;
  readonly isNew: boolean;
  readonly image: { readonly stored: Stored; readonly item: () => Item };
}

/**
 * The tables in memory: the same answers and the same refusals as the DynamoStore gives, which
 * test/integration/model shows. Indexes follow at once, and nobody is ever in the way of anybody.
 */
export class MemoryStore implements Store {
  readonly #tables = new Map(
    Object.entries(tables).map(([name, design]) => [name as TableName, new MemoryTable(design)]),
  );
  readonly #received: (record: StreamRecord) => void;

  /** `received` is called with every change of an item, in order. */
  constructor(received: (record: StreamRecord) => void = () => {}) {
    this.#received = received;
  }

  async get(table: TableName, key: Key): Promise<Item | undefined> {
    return this.at(table, key);
  }

  /** The item of the key, at once. */
  at(table: TableName, key: Key): Item | undefined {
    const stored = this.stored(table, key);
    return stored && fromStored(stored);
  }

  /** The same as the table keeps it, which nothing changes any more. */
  protected stored(table: TableName, key: Key): Stored | undefined {
    return this.#table(table).get(keyOf(tables[table], key));
  }

  /** Tables of their own with the same in them, and a stream of their own. */
  copy(received: (record: StreamRecord) => void): MemoryStore {
    const copy = new MemoryStore(received);
    for (const [name, table] of this.#tables) copy.#table(name).take(table);
    return copy;
  }

  async getMany(table: TableName, keys: readonly Key[]): Promise<(Item | undefined)[]> {
    return Promise.all(keys.map((key) => this.get(table, key)));
  }

  async batchGet(addresses: readonly ItemAddress[]): Promise<(Item | undefined)[]> {
    return Promise.all(addresses.map(({ table, key }) => this.get(table, key)));
  }

  async query(query: Query): Promise<Item[]> {
    const { from, to, limit = Number.POSITIVE_INFINITY } = query;
    if (limit <= 0 || isEmpty(from, to)) return [];
    return this.#table(query.table).find(query).slice(0, limit).map(fromStored);
  }

  async count(query: Omit<Query, 'newestFirst' | 'limit'>): Promise<number> {
    return isEmpty(query.from, query.to) ? 0 : this.#table(query.table).find(query).length;
  }

  async write(writes: readonly Write[]): Promise<void> {
    if (writes.length === 0 || writes.length > TRANSACTION_ITEMS)
      throw new TableError(`a transaction of ${writes.length} items`);
    const changes = writes.map(changeOf);
    const positions = new Set(changes.map(({ write, key }) => JSON.stringify([write.table, key])));
    if (positions.size < changes.length) throw new TableError('two changes of one item in a transaction');
    for (const { write, key, holds } of changes) {
      const current = this.#table(write.table).get(key);
      if (!holds(current)) throw conflictErrorFor(write, current && fromStored(current));
    }
    const made = changes.map(({ write: { table }, key, apply }) => {
      const current = this.#table(table).get(key);
      return { table, key, isNew: !current, item: apply?.(current) };
    });
    for (const { item, ...record } of made) {
      if (!item) continue;
      this.#table(record.table).put(record.key, item);
      this.#received({ ...record, image: { stored: item, item: () => fromStored(item) } });
    }
  }

  /** Removes an item, as time to live does. */
  drop(table: TableName, key: Key): void {
    this.#table(table).remove(keyOf(tables[table], key));
  }

  /** Everything in a table, in no order that means anything. */
  async scan(table: TableName): Promise<Item[]> {
    return this.#table(table).all().map(fromStored);
  }

  #table(name: TableName): MemoryTable {
    return this.#tables.get(name) as MemoryTable;
  }
}

const isEmpty = (from: Query['from'], to: Query['to']): boolean =>
  from !== undefined && to !== undefined && from > to;

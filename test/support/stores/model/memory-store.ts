import type { Item, Key } from '../../../../shared/runtime/store/item.ts';
import type { ItemAddress, Query, Store } from '../../../../shared/runtime/store/store.ts';
import { type TableName, tables } from '../../../../shared/runtime/store/tables.ts';
import { conflictErrorFor, type Write } from '../../../../shared/runtime/store/write.ts';
import { changeOf, keyOf } from './change.ts';
import { MemoryTable } from './memory-table.ts';
import { TableError } from './table-error.ts';
import { fromStored, type Stored } from './values.ts';

const TRANSACTION_ITEMS = 100;

/** A record of a table's stream: the item's key, whether it is new, and the item at that time. */
export interface StreamRecord {
  readonly table: TableName;
  readonly key: Key;
  readonly isNew: boolean;
  readonly image: { readonly stored: Stored; readonly item: () => Item };
}

/**
 * The tables in memory, with the same results and refusals as the DynamoStore, which test/integration/model checks.
 * Indexes are consistent at once, and transactions never conflict.
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

  /** Returns the current item of the key. */
  at(table: TableName, key: Key): Item | undefined {
    const stored = this.stored(table, key);
    return stored && fromStored(stored);
  }

  /** Returns the same in its immutable stored form. */
  protected stored(table: TableName, key: Key): Stored | undefined {
    return this.#table(table).get(keyOf(tables[table], key));
  }

  /** Returns a copy of the tables with a stream of its own. */
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
      throw new TableError(
        `Member must have length less than or equal to ${TRANSACTION_ITEMS} and at least 1, not ${writes.length}`,
      );
    const changes = writes.map(changeOf);
    const positions = new Set(changes.map(({ write, key }) => JSON.stringify([write.table, key])));
    if (positions.size < changes.length)
      throw new TableError('Transaction request cannot include multiple operations on one item');
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

  /** Returns all items of a table, in an order without meaning. */
  async scan(table: TableName): Promise<Item[]> {
    return this.#table(table).all().map(fromStored);
  }

  #table(name: TableName): MemoryTable {
    return this.#tables.get(name) as MemoryTable;
  }
}

const isEmpty = (from: Query['from'], to: Query['to']): boolean =>
  from !== undefined && to !== undefined && from > to;

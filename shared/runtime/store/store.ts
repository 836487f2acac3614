import type { Item, Key } from './item.ts';
import type { TableName } from './tables.ts';
import type { Condition, Write } from './write.ts';

/** Where an item is stored. */
export interface ItemAddress {
  readonly table: TableName;
  readonly key: Key;
}

/** One partition of a table or of one of its indexes, in sort order. */
export interface Query {
  readonly table: TableName;
  /** The index to query; defaults to the table itself. */
  readonly index?: string;
  readonly partition: string;
  /** Bounds on the sort key, both inclusive. */
  readonly from?: string | number;
  readonly to?: string | number;
  /**
   * Conditions on attributes other than the partition and sort key. Items that do not match are read by DynamoDB all
   * the same, at the same cost.
   */
  readonly where?: readonly Condition[];
  readonly newestFirst?: boolean;
  /** Maximum number of items to return; defaults to all. */
  readonly limit?: number;
}

/**
 * The platform's view of its tables. Reads by key and of a table's own partitions are strongly consistent; indexes
 * follow within moments. Every change goes through `write`.
 */
export interface Store {
  get(table: TableName, key: Key): Promise<Item | undefined>;
  /** Returns the items in the order of the keys, undefined for each that does not exist. */
  getMany(table: TableName, keys: readonly Key[]): Promise<(Item | undefined)[]>;
  /**
   * Returns items of several tables in one request, in the order of their addresses, undefined for each that does not
   * exist. Each item is current at some moment of the request, but not all of them at the same one: a decision makes
   * what it read a condition of its write.
   */
  batchGet(addresses: readonly ItemAddress[]): Promise<(Item | undefined)[]>;
  /**
   * Returns the items in sort order. From an index with a projection, they have only the projected attributes and the
   * keys.
   */
  query(query: Query): Promise<Item[]>;
  /** Counts the items. Reads as much as the query would without a limit, but transfers none of it. */
  count(query: Omit<Query, 'newestFirst' | 'limit'>): Promise<number>;
  /**
   * Makes all of the writes or none.
   *
   * @throws what the first failing write's `onConflict` makes, or ConditionFailed when it has none
   * @throws TryAgainLater when concurrent writes to the same items persist
   */
  write(writes: readonly Write[]): Promise<void>;
}

import type { Item, Key } from './item.ts';
import type { TableName } from './tables.ts';
import type { Condition, Write } from './write.ts';

/** One partition of a table or of one of its indexes, in sort order. */
export interface Query {
  readonly table: TableName;
  /** An index's name; the table itself unless told. */
  readonly index?: string;
  readonly partition: string;
  /** Bounds on the sort key, both included. */
  readonly from?: string | number;
  readonly to?: string | number;
  /**
   * What must hold of an item to be found; not of the partition's or the sort key's attribute. The items that it does
   * not hold of are read all the same, by the table, and cost as much.
   */
  readonly where?: readonly Condition[];
  readonly newestFirst?: boolean;
  /** Most items to answer with; all of them unless told. */
  readonly limit?: number;
}

/**
 * The platform's view of its tables. Reads by key and of a table's own partitions are strongly consistent, reads of an
 * index follow within moments. Every change goes through `write`.
 */
export interface Store {
  get(table: TableName, key: Key): Promise<Item | undefined>;
  /** The items of the keys, in their order; undefined where there is none. */
  getMany(table: TableName, keys: readonly Key[]): Promise<(Item | undefined)[]>;
  /** Of an index with a projection the items have only the attributes that it names, beside the keys. */
  query(query: Query): Promise<Item[]>;
  /** How many items the query finds. It reads as much as the query without a limit would, and brings nothing here. */
  count(query: Omit<Query, 'newestFirst' | 'limit'>): Promise<number>;
  /**
   * All of the writes or none. When a condition does not hold, the first such write's `otherwise` is thrown; when
   * others are changing the same items for too long, TryAgainLater.
   */
  write(writes: readonly Write[]): Promise<void>;
}

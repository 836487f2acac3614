import type { Item, Key } from '../../../shared/runtime/store/item.ts';
import type { ItemAddress, Query, Store } from '../../../shared/runtime/store/store.ts';
import { type TableName, type TableSchema, tables } from '../../../shared/runtime/store/tables.ts';
import type { Write } from '../../../shared/runtime/store/write.ts';
import { ConditionRefused, comparableItems } from '../stores/model/outcome.ts';

/** A call of a store, as data. */
export type Request =
  | { readonly kind: 'get'; readonly table: TableName; readonly key: Key }
  | { readonly kind: 'getMany'; readonly table: TableName; readonly keys: readonly Key[] }
  | { readonly kind: 'batchGet'; readonly addresses: readonly ItemAddress[] }
  | { readonly kind: 'query' | 'count'; readonly query: Query }
  | { readonly kind: 'write'; readonly writes: readonly Write[] };

/** An item and its address. */
export interface StoredItem {
  readonly table: TableName;
  readonly item: Item & Key;
}

/** Executes the request. A refusal includes which write it was and the item that was there. */
export async function execute(request: Request, store: Store): Promise<unknown> {
  switch (request.kind) {
    case 'get':
      return store.get(request.table, request.key);
    case 'getMany':
      return store.getMany(request.table, request.keys);
    case 'batchGet':
      return store.batchGet(request.addresses);
    case 'query':
      return comparableItems(request.query, await store.query(request.query));
    case 'count':
      return store.count(request.query);
    case 'write':
      return store.write(
        request.writes.map((write, index) => ({
          ...write,
          onConflict: (current) => new ConditionRefused({ place: index, current }),
        })),
      );
  }
}

/** Returns the addresses of the request's keys. */
export function targetsOf(request: Request): readonly ItemAddress[] {
  switch (request.kind) {
    case 'get':
      return [request];
    case 'getMany':
      return request.keys.map((key) => ({ table: request.table, key }));
    case 'batchGet':
      return request.addresses;
    case 'query':
    case 'count':
      return [];
    case 'write':
      return request.writes.map((write) => ({
        table: write.table,
        key: keyIn(write.table, write.kind === 'put' ? write.item : write.key),
      }));
  }
}

/** Returns the key of the item in its table. */
export function keyIn(table: TableName, { pk, sk }: Key): Key {
  const { sort }: TableSchema = tables[table];
  return sort && sk !== undefined ? { pk, sk } : { pk };
}

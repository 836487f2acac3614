import type { Item, Key } from '../../../shared/store/item.ts';
import type { Query, Store } from '../../../shared/store/store.ts';
import { type TableDesign, type TableName, tables } from '../../../shared/store/tables.ts';
import type { Write } from '../../../shared/store/write.ts';
import { found, Refused } from '../model/outcome.ts';

/** A call of a store, as data. */
export type Request =
  | { readonly kind: 'get'; readonly table: TableName; readonly key: Key }
  | { readonly kind: 'getMany'; readonly table: TableName; readonly keys: readonly Key[] }
  | { readonly kind: 'query' | 'count'; readonly query: Query }
  | { readonly kind: 'write'; readonly writes: readonly Write[] };

/** An item and where it stands. */
export interface Standing {
  readonly table: TableName;
  readonly item: Item & Key;
}

/** Makes the request. A refusal tells which write it was and what stood there. */
export async function make(request: Request, store: Store): Promise<unknown> {
  switch (request.kind) {
    case 'get':
      return store.get(request.table, request.key);
    case 'getMany':
      return store.getMany(request.table, request.keys);
    case 'query':
      return found(request.query, await store.query(request.query));
    case 'count':
      return store.count(request.query);
    case 'write':
      return store.write(
        request.writes.map((write, place) => ({
          ...write,
          otherwise: (current) => new Refused({ place, current }),
        })),
      );
  }
}

/** Where the request's keys are. */
export function placesOf(request: Request): { table: TableName; key: Key }[] {
  switch (request.kind) {
    case 'get':
      return [request];
    case 'getMany':
      return request.keys.map((key) => ({ table: request.table, key }));
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

/** The key of the item in its table. */
export function keyIn(table: TableName, { pk, sk }: Key): Key {
  const { sort }: TableDesign = tables[table];
  return sort && sk !== undefined ? { pk, sk } : { pk };
}

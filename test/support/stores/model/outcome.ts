import type { Item } from '../../../../shared/runtime/store/item.ts';
import type { Query, Store } from '../../../../shared/runtime/store/store.ts';
import { type TableSchema, tables } from '../../../../shared/runtime/store/tables.ts';
import { ConditionFailed } from '../../../../shared/runtime/store/write.ts';

/** A refused write: its index, and the item that was there. */
export class ConditionRefused extends Error {
  readonly details: unknown;
  constructor(received: unknown) {
    super('refused');
    this.details = received;
  }
}

/** Returns the outcome of a store's call. The texts of DynamoDB's own refusals are not compared. */
export async function outcome(call: (store: Store) => Promise<unknown>, store: Store): Promise<object> {
  try {
    return { answered: await call(store) };
  } catch (error) {
    if (error instanceof ConditionRefused) return { refused: error.details };
    if (error instanceof ConditionFailed) return { unexpected: error.message };
    return { impossible: true };
  }
}

/** Whether both failed: if a transaction has several faults, one of them is reported, and not everywhere the same. */
export const bothFail = (real: object, modelled: object): boolean =>
  !('answered' in real || 'answered' in modelled) && ('impossible' in real || 'impossible' in modelled);

/**
 * Returns what must be the same in all stores: rows with the same index key have no order, and a limit may keep any of
 * them.
 */
export function comparableItems({ table, index, limit }: Query, items: readonly Item[]): object {
  const design: TableSchema = tables[table];
  const sort = (index === undefined ? undefined : design.indexes?.[index]?.sort) ?? 'sk';
  const order = items.map((item) => item[sort]);
  const unambiguous = limit === undefined ? items : items.filter((item) => item[sort] !== order.at(-1));
  const unique = new Set(order).size === order.length;
  return { order, items: unique ? unambiguous : items.length };
}

import type { Item } from '../../../../shared/runtime/store/item.ts';
import type { Query, Store } from '../../../../shared/runtime/store/store.ts';
import { type TableSchema, tables } from '../../../../shared/runtime/store/tables.ts';
import { ConditionFailed } from '../../../../shared/runtime/store/write.ts';

/** What a write tells that is refused: which it was, and what stood there. */
export class ConditionRefused extends Error {
  readonly details: unknown;
  constructor(received: unknown) {
    super('refused');
    this.details = received;
  }
}

/** What a call of the store comes to; how DynamoDB words its own refusals is not the model's business. */
export async function outcome(call: (store: Store) => Promise<unknown>, store: Store): Promise<object> {
  try {
    return { answered: await call(store) };
  } catch (error) {
    if (error instanceof ConditionRefused) return { refused: error.details };
    if (error instanceof ConditionFailed) return { unexpected: error.message };
    return { impossible: true };
  }
}

/** Of several things that are wrong in a transaction one is told; which one is not the same everywhere. */
export const bothFail = (real: object, modelled: object): boolean =>
  !('answered' in real || 'answered' in modelled) && ('impossible' in real || 'impossible' in modelled);

/** What is the same everywhere of a query's items: those of one place of an index have no order, and a limit leaves any of them. */
export function comparableItems({ table, index, limit }: Query, items: readonly Item[]): object {
  const design: TableSchema = tables[table];
  const sort = (index === undefined ? undefined : design.indexes?.[index]?.sort) ?? 'sk';
  const order = items.map((item) => item[sort]);
  const unambiguous = limit === undefined ? items : items.filter((item) => item[sort] !== order.at(-1));
  const unique = new Set(order).size === order.length;
  return { order, items: unique ? unambiguous : items.length };
}

import fc from 'fast-check';
import type { Query, Store } from '../../../../shared/runtime/store/store.ts';
import { comparableItems } from '../../../support/stores/model/outcome.ts';
import {
  checks,
  conditionLists,
  puts,
  rarely,
  targetOf,
  targets,
  texts,
  updates,
} from './arbitrary-writes.ts';

/** One call of a store. Its keys and partitions begin with a prefix. */
export type StoreCall = (store: Store, prefix: string) => Promise<unknown>;

/** Writes of different items: DynamoDB Local checks conditions before it refuses two changes of one item. */
const writes = fc
  .uniqueArray(fc.oneof(puts, updates, updates, checks), {
    minLength: 1,
    maxLength: 4,
    selector: (write) => targetOf(write('')),
  })
  .map(
    (all): StoreCall =>
      (store, prefix) =>
        store.write(all.map((write) => write(prefix))),
  );

const single = fc.oneof(puts, updates).map(
  (write): StoreCall =>
    (store, prefix) =>
      store.write([write(prefix)]),
);

const reads = targets.map(
  (index): StoreCall =>
    (store, prefix) => {
      const { table, key } = index(prefix);
      return store.get(table, key);
    },
);

const manyReads = fc.array(fc.constantFrom('p', 'q', 'r', 'nobody'), { maxLength: 5 }).map(
  (pks): StoreCall =>
    (store, prefix) =>
      store.getMany(
        'cards',
        pks.map((pk) => ({ pk: prefix + pk })),
      ),
);

const batchReads = fc.array(targets, { maxLength: 5 }).map(
  (wanted): StoreCall =>
    (store, prefix) =>
      store.batchGet(wanted.map((target) => target(prefix))),
);

const ordinals = rarely(fc.integer({ min: -1, max: 31 }));
const bounds = rarely(texts);
const selection = fc.record({
  where: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: conditionLists }),
  newestFirst: fc.boolean(),
  limit: rarely(fc.integer({ min: 0, max: 4 })),
});

/** The target of a query and its bounds. */
type QueryTarget = Pick<Query, 'table' | 'index' | 'partition'> & {
  readonly from?: unknown;
  readonly to?: unknown;
};
const partitions = fc.constantFrom('one', 'two', 'nobody');
const queried = fc.oneof(
  fc
    .record({ partition: partitions, from: ordinals, to: ordinals })
    .map((one): QueryTarget => ({ table: 'cards', index: 'byMerchant', ...one })),
  fc
    .record({ partition: partitions, from: bounds, to: bounds })
    .map((one): QueryTarget => ({ table: 'transactions', index: 'byMerchantCreated', ...one })),
  fc
    .record({ partition: fc.constantFrom('p', 'q', 'r'), from: bounds, to: bounds })
    .map((one): QueryTarget => ({ table: 'ledger', ...one })),
);

const queryOf = (target: QueryTarget, chosen: object, prefix: string): Query => {
  const all = { ...target, ...chosen, partition: prefix + target.partition };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as Query;
};

const queries = fc.tuple(queried, selection).map(
  ([index, chosen]): StoreCall =>
    async (store, prefix) => {
      const query = queryOf(index, chosen, prefix);
      return comparableItems(query, await store.query(query));
    },
);

const counts = fc.tuple(queried, conditionLists).map(
  ([index, where]): StoreCall =>
    (store, prefix) =>
      store.count(queryOf(index, { where }, prefix)),
);

/** Calls of a store in arbitrary order; most of them change something, so that reads find something. */
export const callSequences: fc.Arbitrary<readonly StoreCall[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: single },
    { weight: 6, arbitrary: writes },
    { weight: 2, arbitrary: reads },
    { weight: 1, arbitrary: manyReads },
    { weight: 2, arbitrary: batchReads },
    { weight: 3, arbitrary: queries },
    { weight: 1, arbitrary: counts },
  ),
  { minLength: 8, maxLength: 25 },
);

/** Reads everything that a sequence of calls can have left. */
export const readEverything: readonly StoreCall[] = ['p', 'q', 'r'].flatMap((name): StoreCall[] => [
  (store, prefix) => store.get('cards', { pk: prefix + name }),
  (store, prefix) => store.get('transactions', { pk: prefix + name }),
  (store, prefix) => store.query({ table: 'ledger', partition: prefix + name }),
]);

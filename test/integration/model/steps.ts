import fc from 'fast-check';
import type { Query, Store } from '../../../shared/store/store.ts';
import { found } from '../../support/model/outcome.ts';
import { checks, placeOf, places, puts, seldom, texts, updates, whens } from './writes.ts';

/** One call of a store, whose keys and partitions begin with a prefix. */
export type Step = (store: Store, prefix: string) => Promise<unknown>;

/** Of different items: DynamoDB Local looks at its conditions before it refuses two changes of one. */
const writes = fc
  .uniqueArray(fc.oneof(puts, updates, updates, checks), {
    minLength: 1,
    maxLength: 4,
    selector: (write) => placeOf(write('')),
  })
  .map(
    (all): Step =>
      (store, prefix) =>
        store.write(all.map((write) => write(prefix))),
  );

const single = fc.oneof(puts, updates).map(
  (write): Step =>
    (store, prefix) =>
      store.write([write(prefix)]),
);

const reads = places.map(
  (place): Step =>
    (store, prefix) => {
      const { table, key } = place(prefix);
      return store.get(table, key);
    },
);

const manyReads = fc.array(fc.constantFrom('p', 'q', 'r', 'nobody'), { maxLength: 5 }).map(
  (pks): Step =>
    (store, prefix) =>
      store.getMany(
        'cards',
        pks.map((pk) => ({ pk: prefix + pk })),
      ),
);

const ordinals = seldom(fc.integer({ min: -1, max: 31 }));
const bounds = seldom(texts);
const selection = fc.record({
  where: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: whens }),
  newestFirst: fc.boolean(),
  limit: seldom(fc.integer({ min: 0, max: 4 })),
});

/** What is queried, and within which bounds. */
type Place = Pick<Query, 'table' | 'index' | 'partition'> & {
  readonly from?: unknown;
  readonly to?: unknown;
};
const partitions = fc.constantFrom('one', 'two', 'nobody');
const queried = fc.oneof(
  fc
    .record({ partition: partitions, from: ordinals, to: ordinals })
    .map((one): Place => ({ table: 'cards', index: 'byMerchant', ...one })),
  fc
    .record({ partition: partitions, from: bounds, to: bounds })
    .map((one): Place => ({ table: 'transactions', index: 'byMerchantCreated', ...one })),
  fc
    .record({ partition: fc.constantFrom('p', 'q', 'r'), from: bounds, to: bounds })
    .map((one): Place => ({ table: 'ledger', ...one })),
);

const queryOf = (place: Place, chosen: object, prefix: string): Query => {
  const all = { ...place, ...chosen, partition: prefix + place.partition };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as Query;
};

const queries = fc.tuple(queried, selection).map(
  ([place, chosen]): Step =>
    async (store, prefix) => {
      const query = queryOf(place, chosen, prefix);
      return found(query, await store.query(query));
    },
);

const counts = fc.tuple(queried, whens).map(
  ([place, where]): Step =>
    (store, prefix) =>
      store.count(queryOf(place, { where }, prefix)),
);

/** Calls of a store in some order: most of them change something, so that there is something to find. */
export const stories: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: single },
    { weight: 6, arbitrary: writes },
    { weight: 2, arbitrary: reads },
    { weight: 1, arbitrary: manyReads },
    { weight: 3, arbitrary: queries },
    { weight: 1, arbitrary: counts },
  ),
  { minLength: 8, maxLength: 25 },
);

/** Reads all that a story can have left. */
export const everything: readonly Step[] = ['p', 'q', 'r'].flatMap((name): Step[] => [
  (store, prefix) => store.get('cards', { pk: prefix + name }),
  (store, prefix) => store.get('transactions', { pk: prefix + name }),
  (store, prefix) => store.query({ table: 'ledger', partition: prefix + name }),
]);

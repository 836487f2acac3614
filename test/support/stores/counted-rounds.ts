import type { Store } from '../../../shared/runtime/store/store.ts';

/** A store that counts the rounds of its calls. */
export interface CountedRounds {
  readonly store: Store;
  /** The tables of each call, by round. Calls that overlap are one round. */
  readonly rounds: string[][];
}

/** Returns the store with a count of its rounds, which follow one after the other. */
export function countedRounds(store: Store): CountedRounds {
  const rounds: string[][] = [];
  let pending = 0;
  const counted = async <Value>(what: string, call: () => Promise<Value>): Promise<Value> => {
    if (pending === 0) rounds.push([]);
    rounds.at(-1)?.push(what);
    pending += 1;
    try {
      return await call();
    } finally {
      pending -= 1;
    }
  };
  const tablesOf = (all: readonly { readonly table: string }[]) => all.map(({ table }) => table).join(' ');
  return {
    rounds,
    store: {
      get: (table, key) => counted(table, () => store.get(table, key)),
      getMany: (table, keys) => counted(table, () => store.getMany(table, keys)),
      batchGet: (addresses) => counted(tablesOf(addresses), () => store.batchGet(addresses)),
      query: (query) => counted(query.table, () => store.query(query)),
      count: (query) => counted(query.table, () => store.count(query)),
      write: (writes) => counted(tablesOf(writes), () => store.write(writes)),
    },
  };
}

import type { Key } from '../../../shared/runtime/store/item.ts';
import type { ItemAddress, Query, Store } from '../../../shared/runtime/store/store.ts';
import type { TableName } from '../../../shared/runtime/store/tables.ts';
import type { Write } from '../../../shared/runtime/store/write.ts';

/** The process or the network failed during a call: the outcome of the call is unknown. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Whether a call crashes before or after it changed the tables. */
export type Fault = 'before' | 'after';

/** A store whose calls crash as planned. Calls are numbered from 1. */
export class FaultyStore implements Store {
  readonly #store: Store;
  #plan: (call: number) => Fault | undefined = () => undefined;
  #calls = 0;
  #crashed = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Sets the plan and restarts the numbering. */
  plan(plan: (call: number) => Fault | undefined): void {
    this.#plan = plan;
    this.#calls = 0;
    this.#crashed = 0;
  }

  /** Number of calls that crashed under this plan. */
  get crashed(): number {
    return this.#crashed;
  }

  get(table: TableName, key: Key) {
    return this.#faulty(() => this.#store.get(table, key));
  }
  getMany(table: TableName, keys: readonly Key[]) {
    return this.#faulty(() => this.#store.getMany(table, keys));
  }
  batchGet(addresses: readonly ItemAddress[]) {
    return this.#faulty(() => this.#store.batchGet(addresses));
  }
  query(query: Query) {
    return this.#faulty(() => this.#store.query(query));
  }
  count(query: Query) {
    return this.#faulty(() => this.#store.count(query));
  }
  write(writes: readonly Write[]) {
    return this.#faulty(() => this.#store.write(writes));
  }

  async #faulty<Value>(call: () => Promise<Value>): Promise<Value> {
    this.#calls += 1;
    const fault = this.#plan(this.#calls);
    if (fault) this.#crashed += 1;
    if (fault === 'before') throw new Crash();
    const value = await call();
    if (fault === 'after') throw new Crash();
    return value;
  }
}

import type { Item, Key } from '../../shared/runtime/store/item.ts';
import type { ItemAddress, Query, Store } from '../../shared/runtime/store/store.ts';
import { type TableName, type TableSchema, tables } from '../../shared/runtime/store/tables.ts';
import type { Write } from '../../shared/runtime/store/write.ts';
import type { Process } from './simulated-process.ts';

/** The latest results of index queries, which a stale read returns again. */
export type IndexSnapshots = Map<string, Item[]>;

/** The tables as one process sees them. */
export class SimulatedStore implements Store {
  readonly #store: Store;
  readonly #process: Process;
  readonly #snapshots: IndexSnapshots;

  constructor(store: Store, process: Process, shown: IndexSnapshots) {
    this.#store = store;
    this.#process = process;
    this.#snapshots = shown;
  }

  get(table: TableName, key: Key) {
    return this.#read(
      () => `get ${table}`,
      () => this.#store.get(table, key),
    );
  }

  getMany(table: TableName, keys: readonly Key[]) {
    return this.#read(
      () => `get ${keys.length} of ${table}`,
      () => this.#store.getMany(table, keys),
    );
  }

  batchGet(addresses: readonly ItemAddress[]) {
    return this.#read(
      () => `get ${addresses.map(({ table }) => table).join(', ')}`,
      () => this.#store.batchGet(addresses),
    );
  }

  query(query: Query) {
    const { index, table, partition } = query;
    if (index === undefined)
      return this.#read(
        () => `query ${table}`,
        () => this.#store.query(query),
      );
    const partitionName = `${table}/${index}/${partition}`;
    return this.#process.call({
      place: 'read',
      also: ['index'],
      what: () => `query ${partitionName}`,
      act: async (fault) => {
        const found = await this.#store.query(query);
        const before = this.#snapshots.get(partitionName);
        this.#snapshots.set(partitionName, found);
        return (fault === 'stale' && before) || found;
      },
    });
  }

  count(query: Query) {
    return this.#read(
      () => `count ${query.table}`,
      () => this.#store.count(query),
    );
  }

  write(writes: readonly Write[]) {
    writes.forEach(assertGranted);
    const single = writes.length === 1 && writes[0]?.kind !== 'check';
    return this.#process.call({
      place: 'write',
      also: single ? ['single'] : [],
      what: () => `write ${writes.map(({ kind, table }) => `${kind} ${table}`).join(', ')}`,
      act: () => this.#store.write(writes),
    });
  }

  #read<Value>(what: () => string, act: () => Promise<Value>): Promise<Value> {
    return this.#process.call({ place: 'read', what, act });
  }
}

/** Grants allow only new items under a table's append-only prefix, and only updates elsewhere in it. */
function assertGranted(write: Write): void {
  const { appendOnlyPrefix }: TableSchema = tables[write.table];
  if (appendOnlyPrefix === undefined || write.kind === 'check') return;
  const { pk } = write.kind === 'put' ? write.item : write.key;
  const isNew = write.kind === 'put' && !write.replace;
  if (pk.startsWith(appendOnlyPrefix) ? !isNew : write.kind !== 'update')
    throw new Error(`no function is granted a ${write.kind} of ${pk} in ${write.table}`);
}

import type { Item, Key } from '../../../shared/runtime/store/item.ts';
import type { ItemAddress, Query } from '../../../shared/runtime/store/store.ts';
import type { TableName } from '../../../shared/runtime/store/tables.ts';
import { conflictErrorFor, type Write } from '../../../shared/runtime/store/write.ts';
import { MemoryStore } from '../stores/model/memory-store.ts';
import { fromStored } from '../stores/model/values.ts';
import { formOf } from './form.ts';
import { keyIn, type Request, type StoredItem, targetsOf } from './request.ts';

/** The first request of its form with this kind of result. */
export interface Sample {
  readonly form: string;
  /** A successful write has the result `nothing`. */
  readonly ended: 'something' | 'nothing' | 'refused' | 'impossible';
  readonly request: Request;
  /** The items that the request read or changed, or some of them. */
  readonly stored: readonly StoredItem[];
}

/** Records samples, one for each form and kind of result. */
export interface SampleSink {
  readonly known: Set<string>;
  readonly keep: (sample: Sample) => void;
}

/** The number of items that one transaction can restore. */
const MAX_STORED_ITEMS = 100;
/** Recorded rows of a query: those within its bounds, and those outside of them. */
const MAX_ROWS_WITHIN = 40;
const MAX_ROWS_OUTSIDE = 20;

/** A memory store that records its requests. Results and their timing are unchanged. */
export class RecordingStore extends MemoryStore {
  readonly #sink: SampleSink;

  constructor(sink: SampleSink) {
    super();
    this.#sink = sink;
  }

  override get(table: TableName, key: Key): Promise<Item | undefined> {
    return this.#recorded({ kind: 'get', table, key }, super.get(table, key));
  }

  override getMany(table: TableName, keys: readonly Key[]): Promise<(Item | undefined)[]> {
    return this.#recorded({ kind: 'getMany', table, keys }, super.getMany(table, keys));
  }

  override batchGet(addresses: readonly ItemAddress[]): Promise<(Item | undefined)[]> {
    return this.#recorded({ kind: 'batchGet', addresses }, super.batchGet(addresses));
  }

  override query(query: Query): Promise<Item[]> {
    return this.#recorded({ kind: 'query', query }, super.query(query), () => this.#rows(query));
  }

  override count(query: Omit<Query, 'newestFirst' | 'limit'>): Promise<number> {
    return this.#recorded({ kind: 'count', query }, super.count(query), () => this.#rows(query));
  }

  override write(writes: readonly Write[]): Promise<void> {
    const request: Request = { kind: 'write', writes: writes.map(({ onConflict: _, ...write }) => write) };
    const before = this.#items(request);
    let isRefused = false;
    const refusing = writes.map((write) => ({
      ...write,
      onConflict: (current: Item | undefined) => {
        isRefused = true;
        return conflictErrorFor(write, current);
      },
    }));
    return this.#recorded(
      request,
      super.write(refusing),
      async () => before(),
      () => isRefused,
    );
  }

  #recorded<Answer>(
    request: Request,
    answer: Promise<Answer>,
    stored = async () => this.#items(request)(),
    isRefused = () => false,
  ): Promise<Answer> {
    const record = async (ended: Sample['ended']) => {
      const form = formOf(request);
      const { known, keep } = this.#sink;
      if (known.has(`${form}: ${ended}`)) return;
      known.add(`${form}: ${ended}`);
      keep({ form, ended, request, stored: distinct(await stored()).slice(0, MAX_STORED_ITEMS) });
    };
    answer.then(
      (found) => record(isEmptyResult(found) ? 'nothing' : 'something'),
      () => record(isRefused() ? 'refused' : 'impossible'),
    );
    return answer;
  }

  /** Returns the current items under the request's keys. */
  #items(request: Request): () => StoredItem[] {
    const items = targetsOf(request).map(({ table, key }) => ({ table, stored: this.#stored(table, key) }));
    return () =>
      items.flatMap(({ table, stored }) => (stored ? [{ table, item: itemOf(fromStored(stored)) }] : []));
  }

  async #rows({ table, index, partition, from, to, newestFirst = false }: Query): Promise<StoredItem[]> {
    const whole = { table, partition, newestFirst, ...(index !== undefined && { index }) };
    const bounds = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    // A refused query finds nothing.
    const look = (query: Query) => super.query(query).catch((): Item[] => []);
    const within = await look({ ...whole, ...bounds, limit: MAX_ROWS_WITHIN });
    const beside = await look({ ...whole, limit: MAX_ROWS_OUTSIDE });
    return [...within, ...beside].flatMap((row) => {
      const item = this.at(table, keyIn(table, itemOf(row)));
      return item ? [{ table, item: itemOf(item) }] : [];
    });
  }

  #stored(table: TableName, key: Key) {
    try {
      return this.stored(table, key);
    } catch {
      return undefined;
    }
  }
}

const itemOf = (item: Item) => item as StoredItem['item'];

const distinct = (all: readonly StoredItem[]): StoredItem[] => [
  ...new Map(all.map((one) => [JSON.stringify([one.table, one.item.pk, one.item.sk]), one])).values(),
];

/** Whether a result is empty: no item, or none of several. */
export const isEmptyResult = (found: unknown): boolean =>
  found === undefined || found === 0 || (Array.isArray(found) && found.every((one) => one === undefined));

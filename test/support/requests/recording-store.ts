import type { Item, Key } from '../../../shared/runtime/store/item.ts';
import type { ItemAddress, Query } from '../../../shared/runtime/store/store.ts';
import type { TableName } from '../../../shared/runtime/store/tables.ts';
import { conflictErrorFor, type Write } from '../../../shared/runtime/store/write.ts';
import { MemoryStore } from '../stores/model/memory-store.ts';
import { fromStored } from '../stores/model/values.ts';
import { formOf } from './form.ts';
import { keyIn, type Request, type StoredItem, targetsOf } from './request.ts';

/** A request of the model, the first of its form that ended like this. */
export interface Sample {
  readonly form: string;
  /** A write that was made was answered nothing. */
  readonly ended: 'something' | 'nothing' | 'refused' | 'impossible';
  readonly request: Request;
  /** What stood where it looked, or some of it. */
  readonly stored: readonly StoredItem[];
}

/** What notes samples, each form and end once. */
export interface SampleSink {
  readonly known: Set<string>;
  readonly keep: (sample: Sample) => void;
}

/** As many as one transaction puts there again. */
const MAX_STORED_ITEMS = 100;
/** Rows that are kept of a query: those within its bounds, and those beside them. */
const MAX_ROWS_WITHIN = 40;
const MAX_ROWS_OUTSIDE = 20;

/** The model, which notes what it is asked for. It answers no other and no later for it. */
export class RecordingStore extends MemoryStore {
  readonly #sink: SampleSink;

  constructor(notebook: SampleSink) {
    super();
    this.#sink = notebook;
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
      keep({ form, ended, request, stored: eachOnce(await stored()).slice(0, MAX_STORED_ITEMS) });
    };
    answer.then(
      (found) => record(isEmptyResult(found) ? 'nothing' : 'something'),
      () => record(isRefused() ? 'refused' : 'impossible'),
    );
    return answer;
  }

  /** The items of the request's keys as they are now. */
  #items(request: Request): () => StoredItem[] {
    const items = targetsOf(request).map(({ table, key }) => ({ table, stored: this.#stored(table, key) }));
    return () =>
      items.flatMap(({ table, stored }) => (stored ? [{ table, item: itemOf(fromStored(stored)) }] : []));
  }

  async #rows({ table, index, partition, from, to, newestFirst = false }: Query): Promise<StoredItem[]> {
    const whole = { table, partition, newestFirst, ...(index !== undefined && { index }) };
    const bounds = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    // Where it may not look there is nothing.
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

const eachOnce = (all: readonly StoredItem[]): StoredItem[] => [
  ...new Map(all.map((one) => [JSON.stringify([one.table, one.item.pk, one.item.sk]), one])).values(),
];

/** Such as no item, or none of several. */
export const isEmptyResult = (found: unknown): boolean =>
  found === undefined || found === 0 || (Array.isArray(found) && found.every((one) => one === undefined));

import type { Item, Key } from '../../../shared/store/item.ts';
import type { Query } from '../../../shared/store/store.ts';
import type { TableName } from '../../../shared/store/tables.ts';
import { refusalOf, type Write } from '../../../shared/store/write.ts';
import { MemoryStore } from '../model/memory-store.ts';
import { fromStored } from '../model/values.ts';
import { formOf } from './form.ts';
import { keyIn, placesOf, type Request, type Standing } from './request.ts';

/** A request of the model, the first of its form that ended like this. */
export interface Sample {
  readonly form: string;
  /** A write that was made was answered nothing. */
  readonly ended: 'something' | 'nothing' | 'refused' | 'impossible';
  readonly request: Request;
  /** What stood where it looked, or some of it. */
  readonly standing: readonly Standing[];
}

/** What notes samples, each form and end once. */
export interface Notebook {
  readonly known: Set<string>;
  readonly keep: (sample: Sample) => void;
}

/** As many as one transaction puts there again. */
const MOST_STANDING = 100;
/** Rows that are kept of a query: those within its bounds, and those beside them. */
const WITHIN = 40;
const BESIDE = 20;

/** The model, which notes what it is asked for. It answers no other and no later for it. */
export class NotedStore extends MemoryStore {
  readonly #notebook: Notebook;

  constructor(notebook: Notebook) {
    super();
    this.#notebook = notebook;
  }

  override get(table: TableName, key: Key): Promise<Item | undefined> {
    return this.#noted({ kind: 'get', table, key }, super.get(table, key));
  }

  override getMany(table: TableName, keys: readonly Key[]): Promise<(Item | undefined)[]> {
    return this.#noted({ kind: 'getMany', table, keys }, super.getMany(table, keys));
  }

  override query(query: Query): Promise<Item[]> {
    return this.#noted({ kind: 'query', query }, super.query(query), () => this.#rows(query));
  }

  override count(query: Omit<Query, 'newestFirst' | 'limit'>): Promise<number> {
    return this.#noted({ kind: 'count', query }, super.count(query), () => this.#rows(query));
  }

  override write(writes: readonly Write[]): Promise<void> {
    const request: Request = { kind: 'write', writes: writes.map(({ otherwise: _, ...write }) => write) };
    const before = this.#items(request);
    let isRefused = false;
    const refusing = writes.map((write) => ({
      ...write,
      otherwise: (current: Item | undefined) => {
        isRefused = true;
        return refusalOf(write, current);
      },
    }));
    return this.#noted(
      request,
      super.write(refusing),
      async () => before(),
      () => isRefused,
    );
  }

  #noted<Answer>(
    request: Request,
    answer: Promise<Answer>,
    standing = async () => this.#items(request)(),
    isRefused = () => false,
  ): Promise<Answer> {
    const note = async (ended: Sample['ended']) => {
      const form = formOf(request);
      const { known, keep } = this.#notebook;
      if (known.has(`${form}: ${ended}`)) return;
      known.add(`${form}: ${ended}`);
      keep({ form, ended, request, standing: eachOnce(await standing()).slice(0, MOST_STANDING) });
    };
    answer.then(
      (found) => note(isNothing(found) ? 'nothing' : 'something'),
      () => note(isRefused() ? 'refused' : 'impossible'),
    );
    return answer;
  }

  /** The items of the request's keys as they are now. */
  #items(request: Request): () => Standing[] {
    const items = placesOf(request).map(({ table, key }) => ({ table, stored: this.#stored(table, key) }));
    return () =>
      items.flatMap(({ table, stored }) => (stored ? [{ table, item: itemOf(fromStored(stored)) }] : []));
  }

  async #rows({ table, index, partition, from, to, newestFirst = false }: Query): Promise<Standing[]> {
    const whole = { table, partition, newestFirst, ...(index !== undefined && { index }) };
    const bounds = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    // Where it may not look there is nothing.
    const look = (query: Query) => super.query(query).catch((): Item[] => []);
    const within = await look({ ...whole, ...bounds, limit: WITHIN });
    const beside = await look({ ...whole, limit: BESIDE });
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

const itemOf = (item: Item) => item as Standing['item'];

const eachOnce = (all: readonly Standing[]): Standing[] => [
  ...new Map(all.map((one) => [JSON.stringify([one.table, one.item.pk, one.item.sk]), one])).values(),
];

/** Such as no item, or none of several. */
export const isNothing = (found: unknown): boolean =>
  found === undefined || found === 0 || (Array.isArray(found) && found.every((one) => one === undefined));

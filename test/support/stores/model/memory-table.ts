import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Key } from '../../../../shared/runtime/store/item.ts';
import type { Query } from '../../../../shared/runtime/store/store.ts';
import type { IndexSchema, TableSchema } from '../../../../shared/runtime/store/tables.ts';
import { testOf } from './conditions.ts';
import { TableError } from './table-error.ts';
import { compareValues, type Stored, toValue } from './values.ts';

/** Items by partition, each under its whole key. */
type Partitions = Map<string, Map<string, Stored>>;

/** One table with its indexes, which are consistent at once. */
export class MemoryTable {
  readonly #items = new Map<string, Stored>();
  readonly #own: Partitions = new Map();
  readonly #indexes: readonly { readonly name: string; design: IndexSchema; rows: Partitions }[];
  readonly #sorted: boolean;

  constructor(design: TableSchema) {
    this.#sorted = design.sort === true;
    this.#indexes = Object.entries(design.indexes ?? {}).map(([name, index]) => ({
      name,
      design: index,
      rows: new Map(),
    }));
  }

  get(key: Key): Stored | undefined {
    return this.#items.get(identity(key));
  }

  put(key: Key, item: Stored): void {
    const id = identity(key);
    const before = this.#items.get(id);
    this.#items.set(id, item);
    move(this.#own, id, before && key.pk, key.pk, item);
    for (const { design, rows } of this.#indexes) {
      move(rows, id, before && placeIn(design, before), placeIn(design, item), item);
    }
  }

  remove(key: Key): void {
    const id = identity(key);
    const before = this.#items.get(id);
    if (!before) return;
    this.#items.delete(id);
    move(this.#own, id, key.pk, undefined, before);
    for (const { design, rows } of this.#indexes) move(rows, id, placeIn(design, before), undefined, before);
  }

  /** Copies all items of another table of this design. */
  take(other: MemoryTable): void {
    for (const item of other.all())
      this.put({ pk: item['pk']?.S ?? '', ...(item['sk']?.S && this.#sorted && { sk: item['sk'].S }) }, item);
  }

  all(): Stored[] {
    return [...this.#items.values()];
  }

  /** Returns the items that the query finds, in order. */
  find({ index, partition, from, to, where = [], newestFirst }: Query): Stored[] {
    if (partition === '')
      throw new TableError('The AttributeValue for a key attribute cannot contain an empty string value');
    const position = this.#place(index);
    const [low, high] = [boundOf(from, position.sortType), boundOf(to, position.sortType)];
    if (low && high && order(low, high) > 0)
      throw new TableError('Invalid KeyConditionExpression: The lower bound is greater than the upper bound');
    if ((low || high) && !position.sort) throw new TableError('Query key condition not supported');
    const sort = position.sort ?? 'pk';
    if (where.some(({ attribute }) => attribute === sort || attribute === position.partition))
      throw new TableError('Filter Expression can only contain non-primary key attributes');
    if (where.some(({ attribute }) => !(position.names?.has(attribute) ?? true)))
      throw new TableError(
        'One or more parameter values were invalid: the index does not project the attribute',
      );
    const holds = testOf(where);
    const found = [...(position.rows.get(partition)?.entries() ?? [])]
      .filter(([, item]) => isWithin(item[sort], low, high))
      .sort(([oneId, one], [otherId, other]) => order(one[sort], other[sort]) || (oneId < otherId ? -1 : 1))
      .map(([, item]) => rowOf(item, position.names))
      .filter(holds);
    return newestFirst ? found.reverse() : found;
  }

  #place(index: string | undefined) {
    if (index === undefined) {
      const sort = this.#sorted ? 'sk' : undefined;
      return { rows: this.#own, names: undefined, partition: 'pk', sort, sortType: 'S' as const };
    }
    const known = this.#indexes.find(({ name }) => name === index);
    if (!known) throw new TableError(`The table does not have the specified index: ${index}`);
    const { partition, sort, sortType = 'S', projection } = known.design;
    const names = projection && new Set(['pk', 'sk', partition, sort, ...projection]);
    return { rows: known.rows, names, partition, sort, sortType };
  }
}

const identity = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

/** Returns the item's partition of an index; undefined if the item lacks one of its attributes. */
const placeIn = ({ partition, sort }: IndexSchema, item: Stored): string | undefined =>
  item[sort] && item[partition]?.S;

function move(
  rows: Partitions,
  id: string,
  before: string | undefined,
  after: string | undefined,
  item: Stored,
): void {
  if (before !== undefined && before !== after) rows.get(before)?.delete(id);
  if (after === undefined) return;
  const partition = rows.get(after) ?? new Map<string, Stored>();
  rows.set(after, partition.set(id, item));
}

function boundOf(bound: string | number | undefined, type: 'S' | 'N'): AttributeValue | undefined {
  if (bound === undefined) return undefined;
  const value = toValue(bound);
  if (value?.[type] === undefined || value[type] === '')
    throw new TableError(`Condition parameter type does not match schema type ${type}`);
  return value;
}

/** Returns the item as it appears in an index that projects these attributes. */
const rowOf = (item: Stored, names: ReadonlySet<string> | undefined): Stored =>
  names ? Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name))) : item;

const order = (one: AttributeValue | undefined, other: AttributeValue | undefined): number =>
  (one && other && compareValues(one, other)) ?? 0;

function isWithin(
  value: AttributeValue | undefined,
  low: AttributeValue | undefined,
  high: AttributeValue | undefined,
): boolean {
  return (!low || order(value, low) >= 0) && (!high || order(value, high) <= 0);
}

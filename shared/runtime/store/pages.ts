import { buildPage, type Page, type PageRequest } from '../../wire/contract/page.ts';
import type { Item } from './item.ts';
import type { Query, Store } from './store.ts';
import { type TableName, type TableSchema, tables } from './tables.ts';
import { type Condition, equals, oneOf } from './write.ts';

/** That each attribute is what is told of it, or one of those; nothing is told of one that is undefined. */
export function filterConditions(
  values: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): Condition[] {
  return Object.entries(values).flatMap(([attribute, value]) => {
    if (value === undefined) return [];
    return [typeof value === 'object' ? oneOf(attribute, value) : equals(attribute, value)];
  });
}

/**
 * The query for what meets all of the criteria, by the first of the indexes whose partition one of them names. The
 * others are conditions on its rows, so the index must project their attributes.
 */
export function queryFor(
  table: TableName,
  indexes: readonly string[],
  conditions: readonly Condition[],
): Query {
  const schema: TableSchema = tables[table];
  for (const index of indexes) {
    const attribute = schema.indexes?.[index]?.partition;
    const named = conditions.find((one) => one.kind === 'equals' && one.attribute === attribute);
    if (named?.kind !== 'equals') continue;
    const where = conditions.filter((one) => one !== named);
    return { table, index, partition: String(named.value), where };
  }
  throw new Error(`no index of ${table} serves what is asked for`);
}

/**
 * A page of what the query finds. It counts all of it, so it reads the partition (within the query's bounds) once, and
 * once more as far as to the end of the page.
 */
export async function pageOfQuery(store: Store, query: Query, request: PageRequest): Promise<Page<Item>> {
  return pageOfQueries(store, [query], request, () => 0);
}

/**
 * The same of several queries, whose items are put in order together: each of them may have all of the page's. `last` are
 * items that come after all that are found.
 */
export async function pageOfQueries(
  store: Store,
  queries: readonly Query[],
  request: PageRequest,
  compare: (one: Item, other: Item) => number,
  trailing: readonly Item[] = [],
): Promise<Page<Item>> {
  const counts = await Promise.all(queries.map((query) => store.count(query)));
  const totalCount = counts.reduce((sum, count) => sum + count, trailing.length);
  const start = (request.currentPage - 1) * request.pageSize;
  const end = Math.min(start + request.pageSize, totalCount);
  if (start >= end) return buildPage(totalCount, request, []);
  const found = await Promise.all(queries.map((query) => store.query({ ...query, limit: end })));
  return buildPage(totalCount, request, [...found.flat().sort(compare), ...trailing].slice(start, end));
}

/** The same page with each row's whole item, as it is now; an index's rows follow within moments. */
export async function hydratePage(store: Store, table: TableName, page: Page<Item>): Promise<Page<Item>> {
  const items = await store.getMany(
    table,
    page.list.map(({ pk }) => ({ pk: String(pk) })),
  );
  return { ...page, list: items.filter((item) => item !== undefined) };
}

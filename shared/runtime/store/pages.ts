import { buildPage, type Page, type PageRequest } from '../../wire/contract/page.ts';
import type { Item } from './item.ts';
import type { Query, Store } from './store.ts';
import { type TableName, type TableSchema, tables } from './tables.ts';
import { type Condition, equals, oneOf } from './write.ts';

/** Requires each attribute to have the given value, or one of the given values. Undefined values are ignored. */
export function filterConditions(
  values: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): Condition[] {
  return Object.entries(values).flatMap(([attribute, value]) => {
    if (value === undefined) return [];
    return [typeof value === 'object' ? oneOf(attribute, value) : equals(attribute, value)];
  });
}

/**
 * Builds a query on the first index whose partition one of the conditions fixes. The other conditions become filters,
 * so the index must project their attributes.
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
  throw new Error(`no index of ${table} serves these conditions`);
}

/**
 * Returns one page of the query's items. Counting reads the whole partition (within the query's bounds) once; the page
 * itself reads from the start to its end.
 */
export async function pageOfQuery(store: Store, query: Query, request: PageRequest): Promise<Page<Item>> {
  return pageOfQueries(store, [query], request, () => 0);
}

/**
 * Returns one page of several queries merged by `compare`. Each query may have to supply the whole page. `trailing`
 * items come after everything that the queries find.
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

/** Replaces each index row of the page by its current item; index rows may be moments old. */
export async function hydratePage(store: Store, table: TableName, page: Page<Item>): Promise<Page<Item>> {
  const items = await store.getMany(
    table,
    page.list.map(({ pk }) => ({ pk: String(pk) })),
  );
  return { ...page, list: items.filter((item) => item !== undefined) };
}

import { beforeAll, describe, expect, it } from 'vitest';
import type { TableContents } from '../../../../shared/domain/audit/snapshot.ts';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { type AuditFixture, differencesOf, openAuditFixture } from './audit-fixture.ts';
import { UNAUDITED_ITEMS, UNAUDITED_VALUES } from './unaudited-data.ts';

let books: AuditFixture;
beforeAll(async () => {
  books = await openAuditFixture();
  expect(differencesOf(books.tables)).toEqual([]);
});

const TABLES = ['ledger', 'orders', 'cards', 'transactions', 'dpt', 'cardholders'] as const;
type Path = readonly string[];

/** Returns the paths of the numbers and booleans in an item. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (['number', 'bigint', 'boolean'].includes(typeof value)) return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...at, name]));
}

/** Returns the value with the number at the path increased by one, or the boolean negated. */
function changedAt(value: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined)
    return typeof value === 'boolean'
      ? !value
      : BigInt(Math.round(Number(value) * 100)) === 0n
        ? 1
        : typeof value === 'bigint'
          ? value + 1n
          : Number(value) + 1;
  if (Array.isArray(value))
    return value.map((one, index) => (String(index) === name ? changedAt(one, rest) : one));
  return { ...(value as object), [name]: changedAt((value as Record<string, unknown>)[name], rest) };
}

/** Returns the kind of item and the path in it without ids: `card usedAmount`, `entry postings amount`. */
function placeName(table: string, { pk, sk }: Item, path: Path): string {
  const kind =
    sk === undefined || sk === 'order' || sk === 'entry'
      ? String(pk).split('/')[0]
      : String(sk).split('/')[0];
  return `${table} ${kind} ${path.filter((name) => !/^\d+$/.test(name)).join(' ')}`;
}

const withItem = (table: keyof TableContents, index: number, item?: Item): TableContents => ({
  ...books.tables,
  [table]: books.tables[table].flatMap((one, at) => (at === index ? (item ?? []) : [one])),
});

describe('a changed number in clean books', () => {
  it.each(TABLES)('is found in the table %s, unless it is listed as unaudited', (table) => {
    const unseen = new Set<string>();
    const seen = new Set<string>();
    books.tables[table].forEach((item, index) => {
      for (const path of placesIn(item)) {
        const name = placeName(table, item, path);
        const found = differencesOf(withItem(table, index, changedAt(item, path) as Item)).length > 0;
        (found ? seen : unseen).add(name);
      }
    });
    const listed = Object.keys(UNAUDITED_VALUES).filter((name) => name.startsWith(`${table} `));
    expect([...unseen].sort()).toEqual(listed.sort());
    expect(seen.size).toBeGreaterThan(0);
  });
});

describe('an item that is missing from clean books', () => {
  it.each(TABLES)('is found in the table %s, unless it is listed as unaudited', (table) => {
    const unseen = new Set<string>();
    books.tables[table].forEach((item, index) => {
      if (differencesOf(withItem(table, index)).length === 0) unseen.add(placeName(table, item, []).trim());
    });
    const listed = Object.keys(UNAUDITED_ITEMS).filter((name) => name.startsWith(`${table} `));
    expect([...unseen].sort()).toEqual(listed.sort());
  });
});

import { isDeepStrictEqual } from 'node:util';
import {
  type IndexSchema,
  type TableName,
  type TableSchema,
  tables,
} from '../../../shared/runtime/store/tables.ts';
import { type Item, itemBytes } from './item.ts';

/** The consumption of one write of one item. */
export interface WriteUnits {
  readonly table: number;
  /** By index, only for those that had to be written. */
  readonly indexes: Readonly<Record<string, number>>;
}

const unitsOf = (item: Item | undefined): number =>
  item ? Math.max(1, Math.ceil(itemBytes(item) / 1_024)) : 0;

/**
 * Returns write units by DynamoDB's rules: a unit for each started kilobyte of the larger of the two images, twice in a
 * transaction. An index is written if its projection of the item changed: once, or twice if the entry moves, in a
 * transaction or not.
 * || DynamoDB Local counts single writes by the same rules. For a transaction it reports other figures: several times
 * too much for a table with indexes, and those of one item for many.
 */
export function writeUnits(
  name: TableName,
  before: Item | undefined,
  after: Item | undefined,
  inTransaction: boolean,
): WriteUnits {
  const { indexes = {}, sort }: TableSchema = tables[name];
  const keys = sort ? ['pk', 'sk'] : ['pk'];
  const written = Object.entries(indexes).flatMap(([index, design]): [string, number][] => {
    const units = indexUnits(view(design, keys, before), view(design, keys, after), design);
    return units > 0 ? [[index, units]] : [];
  });
  const table = Math.max(unitsOf(before), unitsOf(after), 1) * (inTransaction ? 2 : 1);
  return { table, indexes: Object.fromEntries(written) };
}

/** Returns the entry of the item in an index, if it has one. */
function view(
  { partition, sort, projection }: IndexSchema,
  keys: readonly string[],
  item: Item | undefined,
): Item | undefined {
  if (!item || !(partition in item) || !(sort in item)) return undefined;
  if (!projection) return item;
  const stored = new Set([...keys, partition, sort, ...projection]);
  return Object.fromEntries(Object.entries(item).filter(([attribute]) => stored.has(attribute)));
}

function indexUnits(
  before: Item | undefined,
  after: Item | undefined,
  { partition, sort }: IndexSchema,
): number {
  if (isDeepStrictEqual(before, after)) return 0;
  if (!before || !after) return unitsOf(before ?? after);
  const moves = [partition, sort].some((key) => !isDeepStrictEqual(before[key], after[key]));
  return moves ? unitsOf(before) + unitsOf(after) : Math.max(unitsOf(before), unitsOf(after));
}

/** Returns the total units of a write. */
export const together = ({ table, indexes }: WriteUnits): number =>
  table + Object.values(indexes).reduce((total, units) => total + units, 0);

import { isDeepStrictEqual } from 'node:util';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from './item.ts';
import { parseNumber } from './parse-number.ts';
import type { Condition, Put, Update } from './write.ts';

/**
 * Whether the item that stands there is as the write leaves it. A change whose answer was lost is sent again and meets itself:
 * its condition does not hold any more, because it was made. What is added is known only where a condition says to what.
 */
export function isAlreadyApplied(write: Put | Update, current: Item | undefined): boolean {
  if (!current) return false;
  if (write.kind === 'put') return isDeepStrictEqual(current, asStored(write.item));
  const added = Object.entries(write.add ?? {}).map(([attribute, by]) => [
    attribute,
    sum(valueBefore(attribute, write.when), by),
  ]);
  const expected = { ...asStored(write.set ?? {}), ...Object.fromEntries(added) };
  const isSet = Object.entries(expected).every(
    ([attribute, value]) => value !== undefined && isDeepStrictEqual(current[attribute], value),
  );
  return isSet && (write.remove ?? []).every((attribute) => current[attribute] === undefined);
}

/** The values as they are read back. */
const asStored = (values: Item): Item =>
  unmarshall(marshall(values, { removeUndefinedValues: true }), { wrapNumbers: parseNumber });

/** What the attribute had by a condition; undefined where none says it. */
function valueBefore(attribute: string, conditions: readonly Condition[] = []): number | bigint | undefined {
  const known = conditions.find((one) => one.attribute === attribute);
  if (known?.kind === 'absent') return 0;
  const value = known?.kind === 'equals' ? known.value : undefined;
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
}

const isExactInteger = (number: number | bigint) =>
  typeof number === 'bigint' || Number.isSafeInteger(number);

/** As a table reads it. */
function sum(before: number | bigint | undefined, by: number | bigint): number | bigint | undefined {
  if (before === undefined || !isExactInteger(before) || !isExactInteger(by)) return undefined;
  const exact = BigInt(before) + BigInt(by);
  const number = Number(exact);
  return Number.isSafeInteger(number) ? number : exact;
}

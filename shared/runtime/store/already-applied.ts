import { isDeepStrictEqual } from 'node:util';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from './item.ts';
import { parseNumber } from './parse-number.ts';
import type { Condition, Put, Update } from './write.ts';

/**
 * Whether the current item is as the write would leave it. A write whose response was lost is sent again and fails its
 * own condition, because it has already succeeded. An addition can be recognised only when a condition fixes the value
 * before it.
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

/** The values as they will be read back. */
const asStored = (values: Item): Item =>
  unmarshall(marshall(values, { removeUndefinedValues: true }), { wrapNumbers: parseNumber });

/** The value that the conditions require the attribute to have; undefined when they do not fix it. */
function valueBefore(attribute: string, conditions: readonly Condition[] = []): number | bigint | undefined {
  const known = conditions.find((one) => one.attribute === attribute);
  if (known?.kind === 'absent') return 0;
  const value = known?.kind === 'equals' ? known.value : undefined;
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
}

const isExactInteger = (number: number | bigint) =>
  typeof number === 'bigint' || Number.isSafeInteger(number);

/** Adds as DynamoDB does, and returns the number as it will be read back. */
function sum(before: number | bigint | undefined, by: number | bigint): number | bigint | undefined {
  if (before === undefined || !isExactInteger(before) || !isExactInteger(by)) return undefined;
  const exact = BigInt(before) + BigInt(by);
  const number = Number(exact);
  return Number.isSafeInteger(number) ? number : exact;
}

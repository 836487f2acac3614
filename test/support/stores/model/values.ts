import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { parseNumber } from '../../../../shared/runtime/store/parse-number.ts';
import { canonicalNumber, compareNumbers } from './numbers.ts';

/** An item as a table stores it. */
export type Stored = Readonly<Record<string, AttributeValue>>;

/** Returns the item as a table stores it. Throws the document client's errors for what no table can store. */
export const toStored = (item: Item): Stored =>
  canonicalMap(marshall(item, { removeUndefinedValues: true }) as Record<string, AttributeValue>);

/** Returns the item as the DynamoStore does: a separate copy for each reader. */
export const fromStored = (stored: Stored): Item =>
  unmarshall(stored as Record<string, AttributeValue>, { wrapNumbers: parseNumber });

/** Returns one value as a table stores it; undefined where the document client would send none. */
export const toValue = (value: unknown): AttributeValue | undefined => toStored({ value })['value'];

function canonicalMap(map: Record<string, AttributeValue>): Record<string, AttributeValue> {
  for (const [name, value] of Object.entries(map)) map[name] = canonical(value);
  return map;
}

function canonical(value: AttributeValue): AttributeValue {
  if (value.N !== undefined) return { N: canonicalNumber(value.N) };
  if (value.M !== undefined) return { M: canonicalMap(value.M) };
  if (value.L !== undefined) return { L: value.L.map(canonical) };
  return value;
}

/** Compares two values of one type, S or N; undefined if they have no order, such as values of two types. */
export function compareValues(one: AttributeValue, other: AttributeValue): number | undefined {
  if (one.S !== undefined && other.S !== undefined) return compareTexts(one.S, other.S);
  if (one.N !== undefined && other.N !== undefined) return compareNumbers(one.N, other.N);
  return undefined;
}

/** Compares by UTF-8 bytes. JavaScript's order differs for texts with surrogates. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const plain = one.length + other.length < 200 && /^[\0-\ud7ff]*$/.test(one + other);
  if (plain) return one < other ? -1 : 1;
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** Whether two values have the same type and value; only for types that a condition can contain. */
export const sameValue = (one: AttributeValue, other: AttributeValue): boolean =>
  one.BOOL !== undefined ? one.BOOL === other.BOOL : compareValues(one, other) === 0;

const bytes = (text: string): number => Buffer.byteLength(text);

/** Returns roughly an item's size towards the limit of 400 kB: names, texts and binaries in bytes. */
export const sizeOf = (stored: Stored): number =>
  Object.entries(stored).reduce((sum, [name, value]) => sum + bytes(name) + weightOf(value), 0);

function weightOf({ S, N, B, M, L }: AttributeValue): number {
  if (S !== undefined) return bytes(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (B !== undefined) return B.length;
  if (M !== undefined) return 3 + Object.keys(M).length + sizeOf(M);
  if (L !== undefined) return 3 + L.reduce((sum, value) => sum + 1 + weightOf(value), 0);
  return 1;
}

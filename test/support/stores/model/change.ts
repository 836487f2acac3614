import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Key } from '../../../../shared/runtime/store/item.ts';
import { type TableSchema, tables } from '../../../../shared/runtime/store/tables.ts';
import { absent, type Update, type Write } from '../../../../shared/runtime/store/write.ts';
import { type Test, testOf } from './conditions.ts';
import { addNumbers } from './numbers.ts';
import { TableError } from './table-error.ts';
import { type Stored, sizeOf, toStored, toValue } from './values.ts';

const ITEM_BYTES = 400 * 1024;
const KEY_BYTES = { pk: 2048, sk: 1024 } as const;

/** A write that DynamoDB accepts: a condition on the existing item, and the item afterwards. */
export interface Change {
  readonly write: Write;
  readonly key: Key;
  readonly holds: Test;
  /** Returns the item afterwards. Undefined if the item does not change. */
  readonly apply?: (current: Stored | undefined) => Stored;
}

/**
 * Parses a write.
 *
 * @throws TableError if DynamoDB refuses it for any item
 */
export function changeOf(write: Write): Change {
  const design: TableSchema = tables[write.table];
  const key = keyOf(design, write.kind === 'put' ? write.item : write.key);
  if (write.kind === 'put') {
    const item = storable(design, toStored(write.item));
    const holds = testOf(write.replace ? (write.when ?? []) : [absent('pk')]);
    return { write, key, holds, apply: () => item };
  }
  if (write.kind === 'check') {
    if (write.when.length === 0)
      throw new TableError('Invalid ConditionExpression: The expression can not be empty;');
    return { write, key, holds: testOf(write.when) };
  }
  if (write.kind !== 'update') throw new TableError('unknown kind of write');
  return { write, key, holds: testOf(write.when ?? []), apply: updateOf(design, key, write) };
}

/**
 * Returns the key of a table of this design.
 *
 * @throws TableError if no item can have it
 */
export function keyOf({ sort }: TableSchema, item: Key): Key {
  const names = sort ? (['pk', 'sk'] as const) : (['pk'] as const);
  for (const name of names) {
    const value: unknown = item[name];
    if (typeof value !== 'string' || value === '')
      throw new TableError(`One or more parameter values were invalid: no text for the key ${name}`);
    if (Buffer.byteLength(value) > KEY_BYTES[name])
      throw new TableError(
        `One or more parameter values were invalid: Size of ${name} has exceeded the maximum size limit of ${KEY_BYTES[name]} bytes`,
      );
  }
  return sort ? { pk: item.pk, sk: item.sk as string } : { pk: item.pk };
}

function updateOf(design: TableSchema, key: Key, { set = {}, add = {}, remove = [] }: Update) {
  const names = [...Object.keys(set), ...Object.keys(add), ...remove];
  if (names.length === 0) throw new TableError('Invalid UpdateExpression: The expression can not be empty;');
  if (new Set(names).size < names.length)
    throw new TableError('Invalid UpdateExpression: Two document paths overlap with each other');
  const inKey = names.find((name) => name in key);
  if (inKey !== undefined)
    throw new TableError(
      `One or more parameter values were invalid: Cannot update attribute ${inKey}. This attribute is part of the key`,
    );
  const [values, summands] = [valuesOf(set), valuesOf(add)];
  return (current: Stored | undefined): Stored => {
    const item = { ...(current ?? toStored({ ...key })), ...values };
    for (const [name, { N }] of Object.entries(summands)) item[name] = { N: sum(item[name], N ?? '') };
    for (const name of remove) delete item[name];
    return storable(design, item);
  };
}

function valuesOf(attributes: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const value = toValue(attribute);
      if (!value) throw new TableError(`Invalid UpdateExpression: The value of ${name} is not defined`);
      return [name, value];
    }),
  );
}

function sum(value: AttributeValue | undefined, summand: string): string {
  if (value === undefined) return summand;
  if (value.N === undefined)
    throw new TableError('An operand in the update expression has an incorrect data type');
  return addNumbers(value.N, summand);
}

/**
 * Returns the item.
 *
 * @throws TableError if it is too large, or if an index cannot sort it
 */
function storable(design: TableSchema, item: Stored): Stored {
  if (sizeOf(item) > ITEM_BYTES) throw new TableError('Item size has exceeded the maximum allowed size');
  for (const { partition, sort, sortType = 'S' } of Object.values(design.indexes ?? {})) {
    assertIndexed(item[partition], 'S');
    assertIndexed(item[sort], sortType);
  }
  return item;
}

function assertIndexed(value: AttributeValue | undefined, type: 'S' | 'N'): void {
  if (value && (value[type] === undefined || value[type] === ''))
    throw new TableError(
      `One or more parameter values were invalid: Type mismatch for Index Key Expected: ${type}`,
    );
}

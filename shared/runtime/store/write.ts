import type { Item, Key } from './item.ts';
import type { TableName } from './tables.ts';

/** A condition on one attribute, without which a write does not happen. */
export type Condition =
  | {
      readonly kind: 'equals';
      readonly attribute: string;
      readonly value: string | number | bigint | boolean;
    }
  | { readonly kind: 'atLeast'; readonly attribute: string; readonly value: bigint }
  | {
      readonly kind: 'atMost';
      readonly attribute: string;
      readonly value: bigint;
      /** Also holds when the attribute does not exist. */
      readonly orAbsent?: true;
    }
  | { readonly kind: 'oneOf'; readonly attribute: string; readonly values: readonly string[] }
  | { readonly kind: 'absent'; readonly attribute: string };

/** Makes the error for a write whose condition failed, from the current item (if there is one). */
export type ConflictError = (current: Item | undefined) => Error;

interface WriteBase {
  readonly table: TableName;
  readonly onConflict?: ConflictError;
}

/** Creates an item. Fails when its key exists. */
export interface Put extends WriteBase {
  readonly kind: 'put';
  readonly item: Item & Key;
  /** Replaces an existing item instead: for records that an operator maintains. */
  readonly replace?: true;
  /** Conditions on the item that is replaced. */
  readonly when?: readonly Condition[];
}

/** Changes some attributes. Without conditions, it creates the item if there is none. */
export interface Update extends WriteBase {
  readonly kind: 'update';
  readonly key: Key;
  readonly set?: Item;
  readonly add?: Readonly<Record<string, bigint | number>>;
  readonly remove?: readonly string[];
  readonly when?: readonly Condition[];
}

/** A condition on an item that the transaction does not change. */
interface Check extends WriteBase {
  readonly kind: 'check';
  readonly key: Key;
  readonly when: readonly Condition[];
}

export type Write = Put | Update | Check;

/** The attribute has this value. */
export const equals = (attribute: string, value: string | number | bigint | boolean): Condition => ({
  kind: 'equals',
  attribute,
  value,
});

/** The attribute is a number greater than or equal to this value. */
export const atLeast = (attribute: string, value: bigint): Condition => ({
  kind: 'atLeast',
  attribute,
  value,
});

/** The attribute is a number less than or equal to this value. */
export const atMost = (attribute: string, value: bigint): Condition => ({ kind: 'atMost', attribute, value });

/** The attribute is less than or equal to this value, or does not exist. */
export const absentOrAtMost = (attribute: string, value: bigint): Condition => ({
  kind: 'atMost',
  attribute,
  value,
  orAbsent: true,
});

/** The attribute has one of these values. */
export const oneOf = (attribute: string, values: readonly string[]): Condition => ({
  kind: 'oneOf',
  attribute,
  values,
});

/** The attribute does not exist, or the item does not. */
export const absent = (attribute: string): Condition => ({ kind: 'absent', attribute });

/** Whether an item in memory meets all of the conditions, as it would in its table. */
export function matchesConditions(item: Item, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => isMet(item[condition.attribute], condition));
}

function isMet(value: unknown, condition: Condition): boolean {
  switch (condition.kind) {
    case 'equals':
      return isSame(value, condition.value);
    case 'oneOf':
      return condition.values.some((one) => isSame(value, one));
    case 'atLeast':
      return isNumeric(value) && value >= condition.value;
    case 'atMost':
      return value === undefined ? condition.orAbsent === true : isNumeric(value) && value <= condition.value;
    case 'absent':
      return value === undefined;
  }
}

const isNumeric = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

/** DynamoDB does not distinguish a number from a bigint. */
const isSame = (one: unknown, other: unknown): boolean =>
  isNumeric(one) && isNumeric(other) ? one >= other && one <= other : one === other;

/** A condition failed for which the caller named no error: a defect of the caller. */
export class ConditionFailed extends Error {
  override readonly name = 'ConditionFailed';
  constructor(write: Write) {
    super(`a ${write.kind} in ${write.table} found an unexpected state`);
  }
}

/** Returns the error for a write whose condition failed. */
export function conflictErrorFor(write: Write, current: Item | undefined): Error {
  return write.onConflict?.(current) ?? new ConditionFailed(write);
}

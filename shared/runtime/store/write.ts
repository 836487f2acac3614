import type { Item, Key } from './item.ts';
import type { TableName } from './tables.ts';

/** What must hold of an attribute for a write to happen. */
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
      /** Holds too where there is no such attribute. */
      readonly orAbsent?: true;
    }
  | { readonly kind: 'oneOf'; readonly attribute: string; readonly values: readonly string[] }
  | { readonly kind: 'absent'; readonly attribute: string };

/** Makes the error for a write whose condition does not hold, from the item that stands there (if any). */
export type ConflictError = (current: Item | undefined) => Error;

interface WriteBase {
  readonly table: TableName;
  readonly onConflict?: ConflictError;
}

/** A new item; refused when its key is taken. */
export interface Put extends WriteBase {
  readonly kind: 'put';
  readonly item: Item & Key;
  /** Lets the item replace what stands there: for records that an operator keeps. */
  readonly replace?: true;
  /** What must hold of what is replaced. */
  readonly when?: readonly Condition[];
}

/** A change of some attributes; without conditions it creates the item where there is none. */
export interface Update extends WriteBase {
  readonly kind: 'update';
  readonly key: Key;
  readonly set?: Item;
  readonly add?: Readonly<Record<string, bigint | number>>;
  readonly remove?: readonly string[];
  readonly when?: readonly Condition[];
}

/** A condition on an item that this transaction does not change. */
export interface Check extends WriteBase {
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

/** The attribute is a number of at least this value. */
export const atLeast = (attribute: string, value: bigint): Condition => ({
  kind: 'atLeast',
  attribute,
  value,
});

/** The attribute is a number of at most this value. */
export const atMost = (attribute: string, value: bigint): Condition => ({ kind: 'atMost', attribute, value });

/** The attribute is a number of at most this value, or not there. */
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

/** The item has no such attribute, or there is no item. */
export const absent = (attribute: string): Condition => ({ kind: 'absent', attribute });

/** Whether all of the conditions hold of an item at hand, as they would in its table. */
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

/** Tables know no difference between a number and a bigint. */
const isSame = (one: unknown, other: unknown): boolean =>
  isNumeric(one) && isNumeric(other) ? one >= other && one <= other : one === other;

/** A condition failed for which the writer named no error of the domain: something is wrong with the caller. */
export class ConditionFailed extends Error {
  override readonly name = 'ConditionFailed';
  constructor(write: Write) {
    super(`a ${write.kind} in ${write.table} met an unexpected state`);
  }
}

/** The error for the write that could not be made. */
export function conflictErrorFor(write: Write, current: Item | undefined): Error {
  return write.onConflict?.(current) ?? new ConditionFailed(write);
}

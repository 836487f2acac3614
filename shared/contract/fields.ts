import * as z from 'zod/mini';
import { type Amount, readAmount } from '../money/amount.ts';
import { isCurrency } from '../money/currency.ts';

/**
 * A field whose wire form is read by `read`, which answers undefined for what it does not accept.
 * `expects` completes the sentence "must be …" of the refusal.
 */
function wireField<In, Out>(expects: string, read: (value: In) => Out | undefined) {
  return z.pipe(
    z.custom<In>((value) => value !== undefined, 'is required'),
    z.transform((value: In, context): Out => {
      const out = read(value);
      if (out !== undefined) return out;
      context.issues.push({ code: 'custom', message: `must be ${expects}`, input: value });
      return z.NEVER;
    }),
  );
}

const DIGITS = /^\d{1,16}$/;

/** A JSON number or a digit string that is a whole number, or undefined (contract section 2). */
function readInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** Text of `min` to `max` characters, at least one unless told; half a surrogate pair is none, no table could keep it. */
export function text(max: number, min = 1) {
  return wireField<string, string>(`text of ${min} to ${max} characters`, (value) =>
    typeof value === 'string' && value.length >= min && value.length <= max && value.isWellFormed()
      ? value
      : undefined,
  );
}

/** An id: a decimal digit string below 2^53, also taken as a JSON number. */
export function id() {
  return wireField<string | number, string>('an id of decimal digits below 2^53', (value) => {
    const number = readInteger(value);
    return number !== undefined && number > 0 ? String(number) : undefined;
  });
}

/** A whole number of `min` to `max`, as a JSON number or a digit string. */
export function integer(min: number, max: number) {
  return wireField<number | string, number>(`a whole number from ${min} to ${max}`, (value) => {
    const number = readInteger(value);
    return number !== undefined && number >= min && number <= max ? number : undefined;
  });
}

/** One of the given numbers, as a JSON number or a digit string. */
export function choice<const Value extends number>(...values: Value[]) {
  return wireField<number | `${Value}`, Value>(`one of ${values.join(', ')}`, (value) =>
    values.find((known) => known === readInteger(value)),
  );
}

/** One of the given texts; for enumerations that are a String on the wire a number is taken as well. */
export function textChoice<const Value extends string>(...values: Value[]) {
  return wireField<Value | number, Value>(`one of ${values.join(', ')}`, (value) =>
    typeof value === 'string' || typeof value === 'number'
      ? values.find((known) => known === String(value))
      : undefined,
  );
}

/** An amount in major units as a JSON number (or its digits); positive unless `zero` is allowed. */
export function amount(options: { zero?: boolean } = {}) {
  const least = options.zero ? 'an amount of zero or more' : 'a positive amount';
  return wireField<number | string, Amount>(`${least} of at most 15 digits`, (value) => {
    if (typeof value !== 'number' && typeof value !== 'string') return undefined;
    const read = readAmount(value);
    return read === '0' && !options.zero ? undefined : read;
  });
}

/** A currency or coin code. */
export function currency() {
  return wireField<string, string>('a known currency code', (value) =>
    typeof value === 'string' && isCurrency(value) ? value : undefined,
  );
}

/** A calendar date `yyyy-MM-dd`. */
export function date() {
  return wireField<string, string>('a date yyyy-MM-dd', (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isCalendarDate(value) ? value : undefined,
  );
}

/** A time `yyyy-MM-dd HH:mm:ss` in the platform's zone. */
export function dateTime() {
  return wireField<string, string>('a time yyyy-MM-dd HH:mm:ss', (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(value) &&
    isCalendarDate(value.slice(0, 10))
      ? value
      : undefined,
  );
}

function isCalendarDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The request number of an operation that changes something: unique per merchant for ever. */
export const userReqNo = () => text(128);

/** currentPage and pageSize of a page query; the first page of ten unless told. */
export const pageRequest = {
  currentPage: z._default(integer(1, 1_000_000), 1),
  pageSize: z._default(integer(1, 50), 10),
};

/** The result of a page query over rows of `row`. */
export function pageResult<Row extends z.ZodMiniType>(row: Row) {
  return z.object({
    totalCount: z.number(),
    currentPage: z.number(),
    pageSize: z.number(),
    totalPages: z.number(),
    list: z.array(row),
  });
}

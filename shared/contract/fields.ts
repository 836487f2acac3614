import * as z from 'zod/mini';
import { AMOUNT_DIGITS, type Amount, readAmount } from '../money/amount.ts';
import { allCurrencies, isCurrency } from '../money/currency.ts';
import { describe, wireField } from './wire-field.ts';

export { date, dateTime, month, timestamp } from './time-fields.ts';
export { describe, wireField } from './wire-field.ts';

const DIGITS = /^\d{1,16}$/;

/** A JSON number or a digit string that is a whole number, or undefined (contract section 2). */
function readInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** Text of `min` to `max` characters, at least one unless told; half a surrogate pair is none, no table could keep it. */
export function text(max: number, min = 1) {
  return wireField<string, string>(
    `text of ${min} to ${max} characters`,
    (value) =>
      typeof value === 'string' && value.length >= min && value.length <= max && value.isWellFormed()
        ? value
        : undefined,
    { type: 'string', minLength: min, maxLength: max },
  );
}

/** Exactly `count` decimal digits, as text: leading zeros count. */
export function digits(count: number) {
  const form = new RegExp(`^\\d{${count}}$`);
  return wireField<string, string>(
    `${count} digits`,
    (value) => (typeof value === 'string' && form.test(value) ? value : undefined),
    { type: 'string', pattern: form.source },
  );
}

const SHOWN_NUMBER = /^[\dxX*•#. -]{4,32}$/;

/** A card number as far as it is shown: its digits, and what stands for the others. */
export function shownNumber() {
  return wireField<string, string>(
    'a card number, masked',
    (value) => (typeof value === 'string' && SHOWN_NUMBER.test(value) ? value : undefined),
    { type: 'string', pattern: SHOWN_NUMBER.source, examples: ['499900******4242'] },
  );
}

/** A PIN of 6 digits, of which neither all are alike nor all follow each other. */
export function pin() {
  return wireField<string, string>(
    'a PIN of 6 digits, not all alike and no run',
    (value) => (typeof value === 'string' && /^\d{6}$/.test(value) && !isWeak(value) ? value : undefined),
    { title: 'Pin', type: 'string', pattern: '^\\d{6}$', examples: ['274916'] },
  );
}

/** All steps from digit to digit are the same, and 0, 1 or -1: 111111, 123456, 654321. */
function isWeak(digitText: string): boolean {
  const steps = [...digitText].slice(1).map((digit, index) => Number(digit) - Number(digitText[index]));
  return steps.every((step) => step === steps[0] && Math.abs(step) <= 1);
}

/** An id: a decimal digit string below 2^53, also taken as a JSON number. */
export function id() {
  return wireField<string | number, string>(
    'an id of decimal digits below 2^53',
    (value) => {
      const number = readInteger(value);
      return number !== undefined && number > 0 ? String(number) : undefined;
    },
    {
      title: 'Id',
      anyOf: [
        { type: 'string', pattern: '^(?=.*[1-9])\\d{1,16}$' },
        { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
      ],
      examples: ['1238793332297834'],
    },
  );
}

/** A whole number of `min` to `max`, as a JSON number or a digit string. */
export function integer(min: number, max: number) {
  return wireField<number | string, number>(
    `a whole number from ${min} to ${max}`,
    (value) => {
      const number = readInteger(value);
      return number !== undefined && number >= min && number <= max ? number : undefined;
    },
    {
      anyOf: [
        { type: 'integer', minimum: min, maximum: max },
        { type: 'string', pattern: DIGITS.source },
      ],
    },
  );
}

/** One of the given numbers, as a JSON number or a digit string. */
export function choice<const Value extends number>(...values: Value[]) {
  return wireField<number | `${Value}`, Value>(
    `one of ${values.join(', ')}`,
    (value) => values.find((known) => known === readInteger(value)),
    { enum: [...values, ...values.map(String)] },
  );
}

/** One of the given texts; for enumerations that are a String on the wire a number is taken as well. */
export function textChoice<const Value extends string>(...values: Value[]) {
  const numbers = values.map(Number).filter((number) => !Number.isNaN(number));
  return wireField<Value | number, Value>(
    `one of ${values.join(', ')}`,
    (value) =>
      typeof value === 'string' || typeof value === 'number'
        ? values.find((known) => known === String(value))
        : undefined,
    { enum: [...values, ...numbers] },
  );
}

/** An amount in major units as a JSON number (or its digits); positive unless `zero` is allowed. */
export function amount(options: { zero?: boolean } = {}) {
  const least = options.zero ? 'an amount of zero or more' : 'a positive amount';
  const decimal = `\\d{1,${AMOUNT_DIGITS}}(\\.\\d{1,${AMOUNT_DIGITS}})?$`;
  const maximum = 10 ** AMOUNT_DIGITS - 1;
  return wireField<number | string, Amount>(
    `${least} of at most ${AMOUNT_DIGITS} digits`,
    (value) => {
      if (typeof value !== 'number' && typeof value !== 'string') return undefined;
      const read = readAmount(value);
      return read === '0' && !options.zero ? undefined : read;
    },
    {
      title: options.zero ? 'AmountOrZero' : 'Amount',
      anyOf: options.zero
        ? [
            { type: 'number', minimum: 0, maximum },
            { type: 'string', pattern: `^${decimal}` },
          ]
        : [
            { type: 'number', exclusiveMinimum: 0, maximum },
            { type: 'string', pattern: `^(?=.*[1-9])${decimal}` },
          ],
      examples: [100.5],
    },
  );
}

/** A currency or coin code. */
export function currency() {
  return wireField<string, string>(
    'a known currency code',
    (value) => (typeof value === 'string' && isCurrency(value) ? value : undefined),
    { title: 'Currency', type: 'string', enum: [...allCurrencies().keys()].sort(), examples: ['USD'] },
  );
}

/** The request number of an operation that changes something: unique per merchant for ever. */
export const userReqNo = () =>
  describe(
    text(128),
    "The merchant's number of the request, unique for ever: the same again changes nothing.",
  );

/** currentPage and pageSize of a page query; the first page of ten unless told. */
export const pageRequest = {
  currentPage: z._default(describe(integer(1, 1_000_000), 'The page that is asked for.'), 1),
  pageSize: z._default(describe(integer(1, 50), 'Rows on a page.'), 10),
};

/** The result of a page query over rows of `row`. */
export function pageResult<Row extends z.ZodMiniType>(row: Row) {
  return z.object({
    totalCount: describe(z.number(), 'Rows on all pages.'),
    currentPage: describe(z.number(), 'The page that was asked for.'),
    pageSize: describe(z.number(), 'Rows on a page.'),
    totalPages: describe(z.number(), 'Pages there are.'),
    list: describe(z.array(row), 'The rows of the page.'),
  });
}

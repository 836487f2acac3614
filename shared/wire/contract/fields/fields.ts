import * as z from 'zod/mini';
import { describe, invalid, wireField } from './wire-field.ts';

export { amount, coinAmount, currency } from './amount-fields.ts';
export { date, dateTime, month, periodEnd, timestamp } from './time-fields.ts';
export { describe, wireField } from './wire-field.ts';

const DIGITS = /^\d{1,16}$/;

/** Parses a whole number from a JSON number or a digit string (contract section 2); undefined for anything else. */
function parseInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** Text of `min` (default 1) to `max` characters. Rejects lone surrogates: DynamoDB cannot store them. */
export function text(max: number, min = 1) {
  return wireField<string, string>(
    `text of ${min} to ${max} characters`,
    (value) => {
      if (typeof value !== 'string') return undefined;
      if (value.length < min || value.length > max) return invalid(`has ${value.length}`);
      return value.isWellFormed() ? value : invalid('has half a surrogate pair');
    },
    { type: 'string', minLength: min, maxLength: max },
  );
}

/** A code of up to `max` characters, as text or as a JSON number. */
export function code(max: number) {
  return wireField<string | number, string>(
    `text of 1 to ${max} characters`,
    (value) => {
      const written = typeof value === 'number' ? integerText(value) : value;
      if (typeof written !== 'string') return undefined;
      if (written.length < 1 || written.length > max) return invalid(`has ${written.length}`);
      return written.isWellFormed() ? written : invalid('has half a surrogate pair');
    },
    {
      anyOf: [
        { type: 'string', minLength: 1, maxLength: max },
        { type: 'integer', minimum: 0 },
      ],
    },
  );
}

/** Returns the digits of a non-negative whole number. Inexact JSON numbers were rejected before. */
const integerText = (value: number): string | undefined =>
  Number.isInteger(value) && value >= 0 && value < 1e21 ? String(value) : undefined;

/** Exactly `count` decimal digits. A JSON number, which has no leading zeros, is padded with them. */
export function digits(count: number) {
  const form = new RegExp(`^\\d{${count}}$`);
  return wireField<string | number, string>(
    `${count} digits`,
    (value) => {
      const written = typeof value === 'number' ? integerText(value)?.padStart(count, '0') : value;
      return typeof written === 'string' && form.test(written) ? written : undefined;
    },
    {
      anyOf: [
        { type: 'string', pattern: form.source },
        { type: 'integer', minimum: 0, maximum: 10 ** count - 1 },
      ],
    },
  );
}

const CARD_NUMBER = /^\d{12,19}$/;

/** A card number (ISO/IEC 7812): 12 to 19 digits, as text. */
export function cardNumber() {
  return wireField<string, string>(
    'a card number of 12 to 19 digits',
    (value) => (typeof value === 'string' && CARD_NUMBER.test(value) ? value : undefined),
    { type: 'string', pattern: CARD_NUMBER.source },
  );
}

const DISPLAYED_CARD_NUMBER = /^([\dxX*•#. -]{4,32}|eyJ[\w.-]+)$/;

/** A card number as displayed: digits and mask characters, or sealed as JWE. */
export function displayedCardNumber() {
  return wireField<string, string>(
    'a card number, masked',
    (value) => (typeof value === 'string' && DISPLAYED_CARD_NUMBER.test(value) ? value : undefined),
    { type: 'string', pattern: DISPLAYED_CARD_NUMBER.source, examples: ['499900******4242'] },
  );
}

/** A PIN of 6 digits, which must not be all the same or a run. */
export function pin() {
  return wireField<string | number, string>(
    'a PIN of 6 digits, not all alike and no run',
    (value) => {
      // A number is not padded with zeros: a forgotten digit would become a PIN that nobody knows.
      const written = typeof value === 'number' ? integerText(value) : value;
      return typeof written === 'string' && /^\d{6}$/.test(written) && !isWeakPin(written)
        ? written
        : undefined;
    },
    {
      title: 'Pin',
      anyOf: [
        { type: 'string', pattern: '^\\d{6}$' },
        { type: 'integer', minimum: 100_000, maximum: 999_999 },
      ],
      examples: ['274916'],
    },
  );
}

/** Whether all steps between digits are equal and 0, 1 or −1: 111111, 123456, 654321. */
function isWeakPin(digitText: string): boolean {
  const steps = [...digitText].slice(1).map((digit, index) => Number(digit) - Number(digitText[index]));
  return steps.every((step) => step === steps[0] && Math.abs(step) <= 1);
}

const ID = /^\d{1,19}$/;

/** An id of up to 19 digits, as a digit string or an exact JSON number. Leading zeros are removed. */
export function id() {
  return wireField<string | number, string>(
    'an id of up to 19 digits',
    (value) => {
      const written = typeof value === 'number' ? integerText(value) : value;
      if (typeof written !== 'string') return undefined;
      if (!ID.test(written)) return /^\d{20,}$/.test(written) ? invalid(`has ${written.length}`) : undefined;
      const digitText = written.replace(/^0+/, '');
      return digitText === '' ? invalid('is zero') : digitText;
    },
    {
      title: 'Id',
      anyOf: [
        { type: 'string', pattern: '^(?=.*[1-9])\\d{1,19}$' },
        { type: 'integer', minimum: 1, maximum: 1e19 },
      ],
      examples: ['1238793332297834'],
    },
  );
}

/** A whole number from `min` to `max`, as a JSON number or a digit string. */
export function integer(min: number, max: number) {
  return wireField<number | string, number>(
    `a whole number from ${min} to ${max}`,
    (value) => {
      const number = parseInteger(value);
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
    (value) => values.find((known) => known === parseInteger(value)),
    { enum: [...values, ...values.map(String)] },
  );
}

/** One of the given texts. A JSON number is accepted as well, for enumerations that are a String on the wire. */
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

/** The request number of an operation that changes something. Unique per merchant for ever. */
export const userReqNo = () =>
  describe(
    text(128),
    "The merchant's request number, unique for ever. Repeating a request under the same number changes nothing.",
  );

/** currentPage and pageSize of a page query. Defaults to the first page of ten rows. */
export const pageRequest = {
  currentPage: z._default(describe(integer(1, 1_000_000), 'The requested page.'), 1),
  pageSize: z._default(describe(integer(1, 50), 'Rows per page.'), 10),
};

/** The result of a page query. */
export function pageResult<Row extends z.ZodMiniType>(row: Row) {
  return z.object({
    totalCount: describe(z.number(), 'Rows on all pages.'),
    currentPage: describe(z.number(), 'The requested page.'),
    pageSize: describe(z.number(), 'Rows per page.'),
    totalPages: describe(z.number(), 'Number of pages.'),
    list: describe(z.array(row), 'The rows of the page.'),
  });
}

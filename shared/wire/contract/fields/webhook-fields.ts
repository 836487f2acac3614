import * as z from 'zod/mini';
import { type Amount, MAX_AMOUNT_DIGITS, parseAmount } from '../../money/amount.ts';
import { isCurrency, isWithdrawnCurrency } from '../../money/currency.ts';
import { jsonSchemas, wireField } from './wire-field.ts';

// Fields of notifications from upstreams. Fields that move money are strict; informational ones never reject a message.

const MAX_UPSTREAM_ID = 64;
const UPSTREAM_ID = /^[\x21-\x7e]{1,64}$/;

/** An id assigned by an upstream: up to 64 printable characters, unchanged. A JSON number is read as its digits. */
export function upstreamId() {
  return wireField<string | number, string>(
    `an id of 1 to ${MAX_UPSTREAM_ID} characters`,
    (value) => {
      const text = Number.isSafeInteger(value) && Number(value) > 0 ? String(value) : value;
      return typeof text === 'string' && UPSTREAM_ID.test(text) ? text : undefined;
    },
    {
      title: 'UpstreamId',
      anyOf: [
        { type: 'string', minLength: 1, maxLength: MAX_UPSTREAM_ID },
        { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
      ],
      examples: ['1238793332297834'],
    },
  );
}

/** An amount as a JSON number or its digits. A negative amount moves in the opposite direction. */
export function signedAmount() {
  const maximum = 10 ** MAX_AMOUNT_DIGITS - 1;
  const decimal = `-?\\d{1,${MAX_AMOUNT_DIGITS}}(\\.\\d{1,${MAX_AMOUNT_DIGITS}})?$`;
  return wireField<number | string, Amount>(
    `an amount of at most ${MAX_AMOUNT_DIGITS} digits`,
    (value) => {
      if (typeof value !== 'number' && typeof value !== 'string') return undefined;
      const [, sign = '', digits = ''] = /^(-?)(.*)$/s.exec(String(value)) ?? [];
      const read = parseAmount(digits);
      return read === undefined || read === '0' ? read : `${sign}${read}`;
    },
    {
      title: 'SignedAmount',
      anyOf: [
        { type: 'number', minimum: -maximum, maximum },
        { type: 'string', pattern: `^${decimal}` },
      ],
      examples: [0.75],
    },
  );
}

/** Exactly `count` digits. A JSON number with fewer digits is padded with leading zeros. */
export function codeDigits(count: number) {
  const form = new RegExp(`^\\d{${count}}$`);
  return wireField<string | number, string>(
    `${count} digits`,
    (value) => {
      const text = isNonNegativeInteger(value) ? String(value).padStart(count, '0') : value;
      return typeof text === 'string' && form.test(text) ? text : undefined;
    },
    {
      anyOf: [
        { type: 'string', pattern: form.source },
        { type: 'integer', minimum: 0, maximum: 10 ** count - 1 },
      ],
    },
  );
}

/** A code of at most `max` characters, as text or as a JSON number. */
export function codeText(max: number) {
  return wireField<string | number, string>(
    `text of 1 to ${max} characters`,
    (value) => {
      const text = isNonNegativeInteger(value) ? String(value) : value;
      return typeof text === 'string' && text.length >= 1 && text.length <= max && text.isWellFormed()
        ? text
        : undefined;
    },
    {
      anyOf: [
        { type: 'string', minLength: 1, maxLength: max },
        { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      ],
    },
  );
}

const isNonNegativeInteger = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** An informational field: any value is accepted, and one that `parse` cannot read is dropped. */
function lenientField<Out>(
  expects: string,
  parse: (value: unknown) => Out | undefined,
  examples: [Out, ...Out[]],
) {
  const wire = z.custom<unknown>(() => true);
  jsonSchemas.add(wire, { expects, form: { examples } });
  return z.optional(
    z.pipe(
      wire,
      z.transform((value: unknown) => parse(value)),
    ),
  );
}

const asText = (value: unknown): string | undefined => {
  if (typeof value !== 'string' && !isNonNegativeInteger(value)) return undefined;
  const text = String(value).toWellFormed().trim();
  return text === '' ? undefined : text;
};

/** Informational text, truncated to `max` characters. */
export const lenientText = (max: number, example = 'Coffee House') =>
  lenientField(
    `text, of which ${max} characters are passed on`,
    (value) => asText(value)?.slice(0, max).toWellFormed(),
    [example],
  );

/** An informational code of `count` digits. Fewer digits are padded with leading zeros. */
export const lenientDigits = (count: number, example: string) =>
  lenientField(
    `${count} digits; anything else is not passed on`,
    (value) => {
      const digits = asText(value)?.padStart(count, '0') ?? '';
      return new RegExp(`^\\d{${count}}$`).test(digits) ? digits : undefined;
    },
    [example],
  );

/**
 * An informational code of at most `max` characters. A longer one is dropped: a truncated code means something else.
 */
export const lenientCode = (max: number, example: string) =>
  lenientField(
    `a code of at most ${max} characters; anything else is not passed on`,
    (value) => {
      const code = asText(value) ?? '';
      return code !== '' && code.length <= max ? code : undefined;
    },
    [example],
  );

/** An informational currency, including withdrawn ones. */
export const lenientCurrency = () =>
  lenientField(
    'a currency code, of today or withdrawn; anything else is not passed on',
    (value) => {
      const code = asText(value)?.toUpperCase() ?? '';
      return isCurrency(code) || isWithdrawnCurrency(code) ? code : undefined;
    },
    ['USD'],
  );

/** An informational amount with any number of decimals. */
export const lenientAmount = () =>
  lenientField(
    'an amount of zero or more; anything else is not passed on',
    (value): Amount | undefined =>
      typeof value === 'number' || typeof value === 'string' ? parseAmount(value) : undefined,
    ['36.5'],
  );

/** An informational enumeration value, as a number or a digit string. */
export const lenientChoice = <const Value extends string | number>(...values: [Value, ...Value[]]) =>
  lenientField(
    `one of ${values.join(', ')}; anything else is not passed on`,
    (value) => values.find((known) => String(known) === asText(value)),
    values,
  );

/** An informational time: `yyyy-MM-dd HH:mm:ss` or ISO 8601, in the platform's zone when it names none. */
export const lenientTime = () =>
  lenientField('a time; one that cannot be read is not passed on', asText, ['2026-03-01 10:00:00']);

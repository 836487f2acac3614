import { ParameterInvalid } from '../errors.ts';
import { currencyExponent } from './currency.ts';

/**
 * A non-negative amount in major units as canonical decimal text ("100.5", "0.000001"): what a checked request
 * carries until its currency is known. Never a float.
 */
export type Amount = string;

/** Digits an amount may have in all: a JSON number carries every decimal of 15 digits exactly, not of 16. */
export const MAX_AMOUNT_DIGITS = 15;

/** The largest amount or balance the wire can carry, in minor units. */
export const MAX_MINOR = 10n ** BigInt(MAX_AMOUNT_DIGITS) - 1n;

const DECIMAL_TEXT = /^0*(\d+?)(?:\.(\d+?)0*)?$/;

/** Canonical text of a decimal (a JSON number or its digits), or undefined when it is not an acceptable amount. */
export function parseAmount(value: number | string): Amount | undefined {
  const text = String(value);
  // The length is bounded first: the pattern backtracks over leading zeros.
  const [, whole, fraction] = (text.length <= 2 * MAX_AMOUNT_DIGITS && DECIMAL_TEXT.exec(text)) || [];
  if (whole === undefined) return undefined;
  const decimals = fraction === undefined || fraction === '0' ? '' : fraction;
  const digits = whole === '0' ? decimals.length : whole.length + decimals.length;
  if (digits > MAX_AMOUNT_DIGITS) return undefined;
  return decimals === '' ? whole : `${whole}.${decimals}`;
}

/**
 * Minor units of an amount of `currency`. Refused, never rounded, when it has more decimals than the currency
 * (contract section 2); `field` is the wire name for the refusal.
 */
export function toMinor(amount: Amount, currency: string, field: string): bigint {
  const exponent = currencyExponent(currency);
  const [whole = '0', fraction = ''] = amount.split('.');
  if (fraction.length > exponent) throw new ParameterInvalid(field, `${currency} has ${exponent} decimals`);
  const minor = BigInt(whole + fraction.padEnd(exponent, '0'));
  if (minor > MAX_MINOR) throw new ParameterInvalid(field, `has more than ${MAX_AMOUNT_DIGITS} digits`);
  return minor;
}

/** The same of an amount that may be negative. */
export const toSignedMinor = (amount: Amount, currency: string, field: string): bigint =>
  amount.startsWith('-') ? -toMinor(amount.slice(1), currency, field) : toMinor(amount, currency, field);

/** The wire's number in major units for `minor`. Exact up to MAX_MINOR either side of zero; beyond that it throws. */
export function toMajor(minor: bigint, currency: string): number {
  const size = minor < 0n ? -minor : minor;
  if (size > MAX_MINOR)
    throw new RangeError(`an amount of more than ${MAX_AMOUNT_DIGITS} digits in ${currency}`);
  return Number(formatAmount(minor, currency));
}

/**
 * The wire's number for a sum, which nobody can refuse: of one with more digits than the wire carries exactly the first are
 * told, and zeros for the rest.
 */
export function sumToMajor(minor: bigint, currency: string): number {
  const size = minor < 0n ? -minor : minor;
  const unit = 10n ** BigInt(Math.max(0, size.toString().length - MAX_AMOUNT_DIGITS));
  return Number(formatAmount(minor - (minor % unit), currency));
}

/** An amount in words, with all decimals of its currency: `101.00`. Exact, whatever its size. */
export function formatAmount(minor: bigint, currency: string): string {
  const size = minor < 0n ? -minor : minor;
  const exponent = currencyExponent(currency);
  const digits = size.toString().padStart(exponent + 1, '0');
  const point = digits.length - exponent;
  const decimals = exponent === 0 ? '' : `.${digits.slice(point)}`;
  return `${minor < 0n ? '-' : ''}${digits.slice(0, point)}${decimals}`;
}

/** An amount in words with its currency: `101.00 USD`. */
export const formatMoney = (minor: bigint, currency: string): string =>
  `${formatAmount(minor, currency)} ${currency}`;

/** Parts per million of a fee rate: 1.5 % is 15_000. */
export type RatePpm = number;

const PPM = 1_000_000n;

/**
 * A rate's share of `amount` (both in minor units), rounded up to the minor unit: in parts it never comes to less than as
 * a whole.
 */
export function feeShareOf(amount: bigint, rate: RatePpm): bigint {
  return (amount * BigInt(rate) + PPM - 1n) / PPM;
}

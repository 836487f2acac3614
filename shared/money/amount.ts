import { ParameterInvalid } from '../contract/errors.ts';
import { currencyExponent } from './currency.ts';

/**
 * A non-negative amount in major units as canonical decimal text ("100.5", "0.000001"): what a checked request
 * carries until its currency is known. Never a float.
 */
export type Amount = string;

/** Digits an amount may have in all: a JSON number carries every decimal of 15 digits exactly, not of 16. */
export const AMOUNT_DIGITS = 15;

/** The largest amount or balance the wire can carry, in minor units. */
export const MAX_MINOR = 10n ** BigInt(AMOUNT_DIGITS) - 1n;

const DECIMAL = /^0*(\d+?)(?:\.(\d+?)0*)?$/;

/** Canonical text of a decimal (a JSON number or its digits), or undefined when it is not an acceptable amount. */
export function readAmount(value: number | string): Amount | undefined {
  const text = String(value);
  // The length is bounded first: the pattern backtracks over leading zeros.
  const [, whole, fraction] = (text.length <= 2 * AMOUNT_DIGITS && DECIMAL.exec(text)) || [];
  if (whole === undefined) return undefined;
  const decimals = fraction === undefined || fraction === '0' ? '' : fraction;
  const digits = whole === '0' ? decimals.length : whole.length + decimals.length;
  if (digits > AMOUNT_DIGITS) return undefined;
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
  if (minor > MAX_MINOR) throw new ParameterInvalid(field, `has more than ${AMOUNT_DIGITS} digits`);
  return minor;
}

/** The same of an amount that may be negative. */
export const toSignedMinor = (amount: Amount, currency: string, field: string): bigint =>
  amount.startsWith('-') ? -toMinor(amount.slice(1), currency, field) : toMinor(amount, currency, field);

/** The wire's number in major units for `minor`. Exact up to MAX_MINOR either side of zero; beyond that it throws. */
export function toMajor(minor: bigint, currency: string): number {
  const size = minor < 0n ? -minor : minor;
  if (size > MAX_MINOR) throw new RangeError(`an amount of more than ${AMOUNT_DIGITS} digits in ${currency}`);
  return Number(majorText(minor, currency));
}

/**
 * The wire's number for a sum, which nobody can refuse: of one with more digits than the wire carries exactly the first are
 * told, and zeros for the rest.
 */
export function sumToMajor(minor: bigint, currency: string): number {
  const size = minor < 0n ? -minor : minor;
  const unit = 10n ** BigInt(Math.max(0, size.toString().length - AMOUNT_DIGITS));
  return Number(majorText(minor - (minor % unit), currency));
}

/** An amount in words, with all decimals of its currency: `101.00`. Exact, whatever its size. */
export function majorText(minor: bigint, currency: string): string {
  const size = minor < 0n ? -minor : minor;
  const exponent = currencyExponent(currency);
  const digits = size.toString().padStart(exponent + 1, '0');
  const point = digits.length - exponent;
  const decimals = exponent === 0 ? '' : `.${digits.slice(point)}`;
  return `${minor < 0n ? '-' : ''}${digits.slice(0, point)}${decimals}`;
}

/** An amount in words with its currency: `101.00 USD`. */
export const moneyText = (minor: bigint, currency: string): string =>
  `${majorText(minor, currency)} ${currency}`;

/** Parts per million of a fee rate: 1.5 % is 15_000. */
export type RatePpm = number;

const MILLION = 1_000_000n;

/**
 * A rate's share of `amount` (both in minor units), rounded up to the minor unit: in parts it never comes to less than as
 * a whole.
 */
export function shareOf(amount: bigint, rate: RatePpm): bigint {
  return (amount * BigInt(rate) + MILLION - 1n) / MILLION;
}

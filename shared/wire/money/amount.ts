import { ParameterInvalid } from '../errors.ts';
import { currencyExponent } from './currency.ts';
import { decimalText, parseDecimal } from './decimal.ts';

/**
 * A non-negative amount in major units as canonical decimal text ("100.5", "0.000001"). A validated request carries it
 * until its currency is known. Never a float.
 */
export type Amount = string;

/** Total digits of an amount: a JSON number represents every decimal of 15 digits exactly, but not of 16. */
export const MAX_AMOUNT_DIGITS = 15;

/** The largest amount or balance that the wire can carry, in minor units. */
export const MAX_MINOR = 10n ** BigInt(MAX_AMOUNT_DIGITS) - 1n;

/** Returns the canonical text of a JSON number or its digits; undefined when it is not a valid amount. */
export function parseAmount(value: number | string): Amount | undefined {
  const decimal = parseDecimal(String(value), 2 * MAX_AMOUNT_DIGITS);
  if (!decimal) return undefined;
  const { whole, fraction } = decimal;
  const digits = whole === '0' ? fraction.length : whole.length + fraction.length;
  return digits > MAX_AMOUNT_DIGITS ? undefined : decimalText(decimal);
}

/**
 * Converts an amount to minor units. Never rounds (contract section 2).
 *
 * @param field its name on the wire, for the error
 * @throws ParameterInvalid when it has more decimals than the currency, or too many digits
 * @throws RangeError when the currency is unknown
 */
export function toMinor(amount: Amount, currency: string, field: string): bigint {
  const exponent = currencyExponent(currency);
  const [whole = '0', fraction = ''] = amount.split('.');
  if (fraction.length > exponent) throw new ParameterInvalid(field, `${currency} has ${exponent} decimals`);
  const minor = BigInt(whole + fraction.padEnd(exponent, '0'));
  if (minor > MAX_MINOR) throw new ParameterInvalid(field, `has more than ${MAX_AMOUNT_DIGITS} digits`);
  return minor;
}

/** Does what toMinor does for an amount that may be negative. */
export const toSignedMinor = (amount: Amount, currency: string, field: string): bigint =>
  amount.startsWith('-') ? -toMinor(amount.slice(1), currency, field) : toMinor(amount, currency, field);

/**
 * Converts minor units to the number in major units that the wire carries.
 *
 * @throws RangeError beyond MAX_MINOR on either side of zero, where the number would not be exact
 */
export function toMajor(minor: bigint, currency: string): number {
  const size = minor < 0n ? -minor : minor;
  if (size > MAX_MINOR)
    throw new RangeError(`an amount of more than ${MAX_AMOUNT_DIGITS} digits in ${currency}`);
  return Number(formatAmount(minor, currency));
}

/**
 * Converts a sum in minor units to the number that the wire carries. Never throws: of a sum with more digits than the
 * wire can carry exactly, the remaining digits become zeros.
 */
export function sumToMajor(minor: bigint, currency: string): number {
  const size = minor < 0n ? -minor : minor;
  const unit = 10n ** BigInt(Math.max(0, size.toString().length - MAX_AMOUNT_DIGITS));
  return Number(formatAmount(minor - (minor % unit), currency));
}

/** Formats minor units with all decimals of the currency: `101.00`. Exact for any size. */
export function formatAmount(minor: bigint, currency: string): string {
  const size = minor < 0n ? -minor : minor;
  const exponent = currencyExponent(currency);
  const digits = size.toString().padStart(exponent + 1, '0');
  const point = digits.length - exponent;
  const decimals = exponent === 0 ? '' : `.${digits.slice(point)}`;
  return `${minor < 0n ? '-' : ''}${digits.slice(0, point)}${decimals}`;
}

/** Formats minor units with the currency: `101.00 USD`. */
export const formatMoney = (minor: bigint, currency: string): string =>
  `${formatAmount(minor, currency)} ${currency}`;

/** A fee rate in parts per million: 1.5 % is 15_000. */
export type RatePpm = number;

const PPM = 1_000_000n;

/**
 * Returns the rate's share of `amount`, both in minor units, rounded up: splitting an amount never makes the fee
 * smaller.
 */
export function feeShareOf(amount: bigint, rate: RatePpm): bigint {
  return (amount * BigInt(rate) + PPM - 1n) / PPM;
}

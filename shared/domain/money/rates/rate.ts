import { currencyExponent } from '../../../wire/money/currency.ts';
import { decimalText, parseDecimal } from '../../../wire/money/decimal.ts';

/**
 * What one major unit of `from` is worth in major units of `to`. Valid for that direction only: never inverted or
 * crossed.
 */
export interface Rate {
  readonly from: string;
  readonly to: string;
  readonly value: RateValue;
  /** When it was valid, in epoch milliseconds. */
  readonly at: number;
  /** Where it comes from, for the record. */
  readonly source: string;
}

/** A positive rate as canonical decimal text ("0.92", "157.5"), never a float. */
export type RateValue = string;

/** Maximum number of significant digits of a rate: a JSON number carries that many exactly. */
export const MAX_RATE_DIGITS = 12;

const MAX_TEXT_LENGTH = 32;

/**
 * Returns the canonical text of a positive decimal with at most MAX_RATE_DIGITS significant digits; undefined for other
 * text.
 */
export function parseRate(text: string): RateValue | undefined {
  const decimal = parseDecimal(text, MAX_TEXT_LENGTH);
  if (!decimal) return undefined;
  const significant = (decimal.whole + decimal.fraction).replaceAll(/^0+|0+$/g, '').length;
  return significant === 0 || significant > MAX_RATE_DIGITS ? undefined : decimalText(decimal);
}

/** How far ahead the clock of the rate's source may be. */
const MAX_CLOCK_SKEW_MS = 60_000;

interface RateAgeLimit {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly rateMaxAgeMs: number;
}

/** Whether the rate is too old to be used. So is one from the future, whose age cannot be known. */
export function isStale(rate: Rate, { now, rateMaxAgeMs }: RateAgeLimit): boolean {
  const age = now() - rate.at;
  return age > rateMaxAgeMs || age < -MAX_CLOCK_SKEW_MS;
}

/** What selling `sold` brings, both in minor units. Rounded down, in favor of the platform. */
export function boughtFor(sold: bigint, rate: Rate): bigint {
  const { numerator, denominator } = minorRate(rate);
  return (sold * numerator) / denominator;
}

/** What must be sold to get `bought`, both in minor units. Rounded up, in favor of the platform. */
export function soldFor(bought: bigint, rate: Rate): bigint {
  const { numerator, denominator } = minorRate(rate);
  return (bought * denominator + numerator - 1n) / numerator;
}

/** The rate between minor units, as an exact fraction. */
function minorRate({ from, to, value }: Rate): { numerator: bigint; denominator: bigint } {
  const [whole = '0', fraction = ''] = value.split('.');
  const unit = (exponent: number) => 10n ** BigInt(exponent);
  return {
    numerator: BigInt(whole + fraction) * unit(currencyExponent(to)),
    denominator: unit(fraction.length) * unit(currencyExponent(from)),
  };
}

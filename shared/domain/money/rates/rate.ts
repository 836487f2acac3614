import { currencyExponent } from '../../../wire/money/currency.ts';

/** What one major unit of `from` is worth in major units of `to`: for that direction alone, never inverted or crossed. */
export interface Rate {
  readonly from: string;
  readonly to: string;
  readonly value: RateValue;
  /** When it was true, epoch milliseconds. */
  readonly at: number;
  /** Who says so. */
  readonly source: string;
}

/** A positive rate as canonical decimal text ("0.92", "157.5"). Never a float. */
export type RateValue = string;

/** Digits of a rate from its first that is not zero to its last: a JSON number carries them all exactly. */
export const MAX_RATE_DIGITS = 12;

const MAX_TEXT_LENGTH = 32;
const DECIMAL = /^0*(\d+?)(?:\.(\d+?)0*)?$/;

/** Canonical text of a positive decimal of at most RATE_DIGITS significant digits, or undefined when it is none. */
export function parseRate(text: string): RateValue | undefined {
  // The length is bounded first: the pattern backtracks over leading zeros.
  const [, whole, fraction = '0'] = (text.length <= MAX_TEXT_LENGTH && DECIMAL.exec(text)) || [];
  if (whole === undefined) return undefined;
  const significant = (whole + fraction).replaceAll(/^0+|0+$/g, '').length;
  if (significant === 0 || significant > MAX_RATE_DIGITS) return undefined;
  return fraction === '0' ? whole : `${whole}.${fraction}`;
}

/** How far the clock of whoever sets rates may be ahead of ours. */
const CLOCK_SKEW_MAX_MS = 60_000;

/** What tells how old a rate may be. */
interface RateAgeLimit {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly rateMaxAgeMs: number;
}

/** Whether the rate is too old to be used, or of a time that is still to come: then its age cannot be known. */
export function isStale(rate: Rate, { now, rateMaxAgeMs }: RateAgeLimit): boolean {
  const age = now() - rate.at;
  return age > rateMaxAgeMs || age < -CLOCK_SKEW_MAX_MS;
}

/** What selling `sold` brings, both in minor units: rounded down, the platform never gives a unit too much. */
export function boughtFor(sold: bigint, rate: Rate): bigint {
  const { numerator, denominator } = minorRate(rate);
  return (sold * numerator) / denominator;
}

/** What must be sold to get `bought`, both in minor units: rounded up, the platform never takes a unit too little. */
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

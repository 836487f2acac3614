import { ProductNotEnabled, RateStale } from '../contract/errors.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rate } from './rate.ts';

/** Where rates come from. It tells what it has, however old, and undefined for a pair that it has no rate of. */
export interface RateSource {
  rateOf(from: string, to: string): Promise<Rate | undefined>;
}

/** How far the clock of whoever sets rates may be ahead of ours. */
const CLOCK_SKEW_MS = 60_000;

/** Whether the rate is too old to be used, or of a time that is still to come: then its age cannot be known. */
export function isStale(rate: Rate, { now, rateMaxAgeMs }: Pick<Platform, 'now' | 'rateMaxAgeMs'>): boolean {
  const age = now() - rate.at;
  return age > rateMaxAgeMs || age < -CLOCK_SKEW_MS;
}

/** The rate to use now. ProductNotEnabled for a pair without one, RateStale when it is too old. */
export async function currentRate(platform: Platform, from: string, to: string): Promise<Rate> {
  const rate = await platform.rates.rateOf(from, to);
  if (!rate) throw new ProductNotEnabled();
  if (isStale(rate, platform)) throw new RateStale(from, to);
  return rate;
}

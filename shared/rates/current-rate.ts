import { ProductNotEnabled, RateStale } from '../contract/errors.ts';
import type { Platform } from '../platform/platform.ts';
import { isStale, type Rate } from './rate.ts';

/** The rate to use now. ProductNotEnabled for a pair without one, RateStale when it is too old. */
export async function currentRate(platform: Platform, from: string, to: string): Promise<Rate> {
  const rate = await platform.rates.rateOf(from, to);
  if (!rate) throw new ProductNotEnabled();
  if (isStale(rate, platform)) throw new RateStale(from, to);
  return rate;
}

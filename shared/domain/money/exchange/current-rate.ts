import { ProductNotEnabled, RateStale } from '../../../wire/errors.ts';
import type { Dependencies } from '../../dependencies.ts';
import { isStale, type Rate } from '../rates/rate.ts';

/** The rate to use now. ProductNotEnabled for a pair without one, RateStale when it is too old. */
export async function currentRate(deps: Dependencies, from: string, to: string): Promise<Rate> {
  const rate = await deps.rates.findRate(from, to);
  if (!rate) throw new ProductNotEnabled();
  if (isStale(rate, deps)) throw new RateStale(from, to);
  return rate;
}

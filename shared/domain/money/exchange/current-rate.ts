import { ProductNotEnabled, RateStale } from '../../../wire/errors.ts';
import type { Dependencies } from '../../dependencies.ts';
import { isStale, type Rate } from '../rates/rate.ts';

/**
 * Returns the current rate of a pair.
 *
 * @throws ProductNotEnabled when the pair has no rate
 * @throws RateStale when the rate is too old
 */
export async function currentRate(deps: Dependencies, from: string, to: string): Promise<Rate> {
  const rate = await deps.rates.findRate(from, to);
  if (!rate) throw new ProductNotEnabled();
  if (isStale(rate, deps)) throw new RateStale(from, to);
  return rate;
}

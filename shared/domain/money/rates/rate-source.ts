import type { Rate } from './rate.ts';

/** A source of exchange rates. */
export interface RateSource {
  /** Finds the latest rate of the pair, however old it is. */
  findRate(from: string, to: string): Promise<Rate | undefined>;
}

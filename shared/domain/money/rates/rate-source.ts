import type { Rate } from './rate.ts';

/** Where rates come from. It tells what it has, however old, and undefined for a pair that it has no rate of. */
export interface RateSource {
  findRate(from: string, to: string): Promise<Rate | undefined>;
}

import type { Random } from '../../../../shared/runtime/random.ts';

const RESOLUTION = 2 ** 30;

/** Returns a number strictly between 0 and 1. */
export const uniform = (random: Random): number => (random(RESOLUTION) + 0.5) / RESOLUTION;

/** Returns the time until the next random event with this mean. */
export const exponential = (random: Random, mean: number): number => -Math.log(uniform(random)) * mean;

/** Returns a duration that is usually about `median` and sometimes much longer. */
export function longTailed(random: Random, median: number): number {
  const normal = Math.sqrt(-2 * Math.log(uniform(random))) * Math.cos(2 * Math.PI * uniform(random));
  return median * Math.exp(0.4 * normal);
}

/** Returns the value that this share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

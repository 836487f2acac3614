import type { Random } from '../../../../shared/runtime/random.ts';

const FINE = 2 ** 30;

/** Strictly between 0 and 1. */
export const uniform = (random: Random): number => (random(FINE) + 0.5) / FINE;

/** The wait until the next of what comes by chance at this rate. */
export const exponential = (random: Random, mean: number): number => -Math.log(uniform(random)) * mean;

/** How long something takes that usually takes `median` and now and then much longer. */
export function longTailed(random: Random, median: number): number {
  const normal = Math.sqrt(-2 * Math.log(uniform(random))) * Math.cos(2 * Math.PI * uniform(random));
  return median * Math.exp(0.4 * normal);
}

/** The value that this share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

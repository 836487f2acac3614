import type { Random } from '../platform/random.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The wait before each attempt, in milliseconds (contract section 4). */
const WAITS = [0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

/** Waits vary by this share either way, so that a merchant that comes back is not met by everything at once. */
const JITTER = 0.2;
const STEPS = 1_000_000;

/** Whether so many attempts are all there are. */
export const isLastAttempt = (attempts: number): boolean => attempts >= WAITS.length;

/**
 * Milliseconds to wait after `attempts` failed ones, or undefined when that was the last: a wait of the schedule
 * ± 20 %.
 */
export function waitAfter(attempts: number, random: Random): number | undefined {
  const wait = WAITS[attempts];
  if (wait === undefined) return undefined;
  const share = (random(2 * STEPS + 1) - STEPS) / STEPS;
  return Math.round(wait * (1 + JITTER * share));
}

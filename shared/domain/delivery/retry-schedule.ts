import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../runtime/duration.ts';
import type { Random } from '../../runtime/random.ts';

/** The delay before each attempt (contract section 4). */
const RETRY_DELAYS_MS = [
  0,
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  10 * HOUR_MS,
];

/** Delays vary by this fraction, so that an endpoint that recovers does not get everything at once. */
const JITTER = 0.2;
const JITTER_STEPS = 1_000_000;
/** The shortest delay for an overloaded endpoint. */
const MIN_OVERLOAD_DELAY_MS = MINUTE_MS;

/** What a failed attempt says about when to retry. */
export interface RetryHints {
  /** The endpoint responded with 429, or timed out. */
  readonly overloaded?: boolean;
  /** The delay that the endpoint asked for. */
  readonly retryAfterMs?: number | undefined;
}

/** Whether these attempts are all that the schedule has. */
export const isLastAttempt = (attempts: number): boolean => attempts >= RETRY_DELAYS_MS.length;

/**
 * Returns the delay in milliseconds after this many failed attempts, or undefined after the last. It is a step of the
 * schedule ± 20 %. For an overloaded endpoint, the step is at least a minute and never shortened. A Retry-After is
 * granted up to twice the step, plus up to 20 %, so that retries spread out; it never shortens a delay.
 */
export function retryDelayMs(
  attempts: number,
  random: Random,
  { overloaded = false, retryAfterMs = 0 }: RetryHints = {},
): number | undefined {
  const scheduled = RETRY_DELAYS_MS[attempts];
  if (scheduled === undefined) return undefined;
  const share = (random(2 * JITTER_STEPS + 1) - JITTER_STEPS) / JITTER_STEPS;
  const late = 1 + JITTER * ((share + 1) / 2);
  const overloadDelay = overloaded ? MIN_OVERLOAD_DELAY_MS : 0;
  const usual = Math.max(scheduled * (1 + JITTER * share), overloadDelay * late);
  const max = 2 * Math.max(scheduled, overloadDelay);
  return Math.round(Math.max(usual, Math.min(retryAfterMs * late, max)));
}

/** The longest time that a notification waits for a free slot before it tries again. */
const MAX_SLOT_BACKOFF_MS = 5 * MINUTE_MS;

/** At an unhealthy endpoint, backoff starts as if after this many deferrals: a slot will not be free soon. */
const UNHEALTHY_HEAD_START = 3;

/**
 * Returns the delay in milliseconds after a notification was deferred `deferrals` times for want of a slot. It starts
 * at 1 s, or 8 s at an unhealthy endpoint, and doubles each time, so that a notification never waits much longer than
 * necessary.
 */
export function slotBackoffMs(deferrals: number, random: Random, healthy: boolean): number {
  const power = Math.min(healthy ? deferrals : deferrals + UNHEALTHY_HEAD_START, 20);
  const backoff = Math.min(SECOND_MS * 2 ** power, MAX_SLOT_BACKOFF_MS);
  return Math.round(backoff * (0.75 + random(JITTER_STEPS) / (2 * JITTER_STEPS)));
}

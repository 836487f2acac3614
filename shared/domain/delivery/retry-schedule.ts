import type { Random } from '../../runtime/random.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The wait before each attempt, in milliseconds (contract section 4). */
const RETRY_DELAYS_MS = [0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

/** Waits vary by this share, so that a merchant that comes back is not met by everything at once. */
const JITTER = 0.2;
const JITTER_STEPS = 1_000_000;
/** The least wait for an endpoint that has too much to do. */
const MIN_OVERLOAD_DELAY_MS = MINUTE;

/** How an endpoint that did not accept wants to be treated. */
export interface RetryHints {
  /** It answered 429 or not in time. */
  readonly overloaded?: boolean;
  /** When it asks to be called again, in milliseconds from now. */
  readonly retryAfterMs?: number | undefined;
}

/** Whether so many attempts are all there are. */
export const isLastAttempt = (attempts: number): boolean => attempts >= RETRY_DELAYS_MS.length;

/**
 * Milliseconds to wait after `attempts` failed ones, or undefined when that was the last: a step of the schedule ± 20 %.
 * An overloaded endpoint's step is a minute or more, and never shortened. What it asks for is granted up to twice the
 * step, and up to a fifth late, so that not all come back at the same moment; asking never shortens a wait.
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

/** The longest that a notification stands back for others of its endpoint. */
const MAX_SLOT_BACKOFF_MS = 5 * MINUTE;

/** How often one at an endpoint that is not well has stood back before it begins: there is no place soon. */
const UNHEALTHY_HEAD_START = 3;

/**
 * Milliseconds until a notification that stood back `times` times tries again: from a second, or 8 where the endpoint is not
 * well, twice as long each time, so that it never waits much longer than it had to.
 */
export function slotBackoffMs(deferrals: number, random: Random, healthy: boolean): number {
  const power = Math.min(healthy ? deferrals : deferrals + UNHEALTHY_HEAD_START, 20);
  const backoff = Math.min(SECOND * 2 ** power, MAX_SLOT_BACKOFF_MS);
  return Math.round(backoff * (0.75 + random(JITTER_STEPS) / (2 * JITTER_STEPS)));
}

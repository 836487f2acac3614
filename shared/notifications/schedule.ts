import type { Random } from '../platform/random.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The wait before each attempt, in milliseconds (contract section 4). */
const WAITS = [0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

/** Waits vary by this share, so that a merchant that comes back is not met by everything at once. */
const JITTER = 0.2;
const STEPS = 1_000_000;
/** The least wait for an endpoint that has too much to do. */
const RELIEF = MINUTE;

/** How an endpoint that did not accept wants to be treated. */
export interface Reluctance {
  /** It answered 429 or not in time. */
  readonly overloaded?: boolean;
  /** When it asks to be called again, in milliseconds from now. */
  readonly retryAfter?: number | undefined;
}

/** Whether so many attempts are all there are. */
export const isLastAttempt = (attempts: number): boolean => attempts >= WAITS.length;

/**
 * Milliseconds to wait after `attempts` failed ones, or undefined when that was the last: a step of the schedule ± 20 %.
 * An overloaded endpoint's step is a minute or more, and never shortened. What it asks for is granted up to twice the
 * step, and up to a fifth late, so that not all come back at the same moment; asking never shortens a wait.
 */
export function waitAfter(
  attempts: number,
  random: Random,
  { overloaded = false, retryAfter = 0 }: Reluctance = {},
): number | undefined {
  const scheduled = WAITS[attempts];
  if (scheduled === undefined) return undefined;
  const share = (random(2 * STEPS + 1) - STEPS) / STEPS;
  const late = 1 + JITTER * ((share + 1) / 2);
  const relief = overloaded ? RELIEF : 0;
  const usual = Math.max(scheduled * (1 + JITTER * share), relief * late);
  const longest = 2 * Math.max(scheduled, relief);
  return Math.round(Math.max(usual, Math.min(retryAfter * late, longest)));
}

/** The longest that a notification stands back for others of its endpoint. */
const LONGEST_TURN = 5 * MINUTE;

/** How often one at an endpoint that is not well has stood back before it begins: there is no place soon. */
const HEAD_START = 3;

/**
 * Milliseconds until a notification that stood back `times` times tries again: from a second, or 8 where the endpoint is not
 * well, twice as long each time, so that it never waits much longer than it had to.
 */
export function turnAfter(times: number, random: Random, well: boolean): number {
  const power = Math.min(well ? times : times + HEAD_START, 20);
  const turn = Math.min(SECOND * 2 ** power, LONGEST_TURN);
  return Math.round(turn * (0.75 + random(STEPS) / (2 * STEPS)));
}

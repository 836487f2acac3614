import { type Called, NoAnswer, OperationRefused, OutcomeUnknown } from './errors.ts';

/** How often and how fast a call is repeated. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** The wait before the second attempt, in milliseconds; it doubles from one attempt to the next. */
  readonly firstWaitMs: number;
  /** The longest wait. */
  readonly longestWaitMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 5, firstWaitMs: 500, longestWaitMs: 8_000 };

/** What retrying takes from its surroundings. */
export interface Surroundings {
  /** Resolves after that many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/** The platform says that it does not know what became of the request. */
const LEAVES_OPEN: ReadonlySet<string> = new Set(['140001', '999999']);
/** The platform says that it did nothing and may do so later. */
const LATER: ReadonlySet<string> = new Set(['100005', '130001']);

/** Whether this attempt may have been carried out all the same. */
const leavesOpen = (error: unknown): boolean =>
  error instanceof NoAnswer || (error instanceof OperationRefused && LEAVES_OPEN.has(error.errorCode));

const saysLater = (error: unknown): boolean =>
  error instanceof OperationRefused && LATER.has(error.errorCode);

/**
 * Makes attempts until one settles the call: a result, a refusal, or an answer that cannot be read. Once they are used
 * up, OutcomeUnknown if any of them may have been carried out, else the last refusal.
 */
export async function persistently<Result>(
  attempt: () => Promise<Result>,
  called: Called,
  policy: RetryPolicy,
  { sleep, random }: Surroundings,
): Promise<Result> {
  let open = false;
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!leavesOpen(error) && !saysLater(error)) throw error;
      open ||= leavesOpen(error);
      if (made >= policy.attempts) throw open ? new OutcomeUnknown(called, made, error) : error;
    }
    await sleep(waitAfter(made, policy, random()));
  }
}

/** Half of the doubling wait and up to as much again, so that clients that failed together do not come back together. */
function waitAfter(made: number, { firstWaitMs, longestWaitMs }: RetryPolicy, random: number): number {
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** (made - 1));
  return Math.round((wait / 2) * (1 + random));
}

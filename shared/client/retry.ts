import { type CallContext, NoAnswer, OperationRefused, OutcomeUnknown } from './client-errors.ts';

/** How often and how fast a call is repeated. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number;
  /** The wait before the second attempt, in milliseconds; it doubles from one attempt to the next. */
  readonly initialDelayMs: number;
  /** The longest wait. */
  readonly maxDelayMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { maxAttempts: 5, initialDelayMs: 500, maxDelayMs: 8_000 };

/** What retrying takes from its surroundings. */
export interface RetryDependencies {
  /** Resolves after that many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/** The platform says that it does not know what became of the request. */
const OUTCOME_UNKNOWN_CODES: ReadonlySet<string> = new Set(['140001', '999999']);
/** The platform says that it did nothing and may do so later. */
const RETRYABLE_CODES: ReadonlySet<string> = new Set(['100005', '130001']);

/** Whether this attempt may have been carried out all the same. */
const isOutcomeUnknown = (error: unknown): boolean =>
  error instanceof NoAnswer ||
  (error instanceof OperationRefused && OUTCOME_UNKNOWN_CODES.has(error.errorCode));

const asksForRetry = (error: unknown): boolean =>
  error instanceof OperationRefused && RETRYABLE_CODES.has(error.errorCode);

/**
 * Makes attempts until one settles the call: a result, a refusal, or an answer that cannot be read. Once they are used
 * up, OutcomeUnknown if any of them may have been carried out, else the last refusal.
 */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  called: CallContext,
  policy: RetryPolicy,
  { sleep, random }: RetryDependencies,
): Promise<Result> {
  let outcomeUnknown = false;
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isOutcomeUnknown(error) && !asksForRetry(error)) throw error;
      outcomeUnknown ||= isOutcomeUnknown(error);
      if (attempts >= policy.maxAttempts)
        throw outcomeUnknown ? new OutcomeUnknown(called, attempts, error) : error;
    }
    await sleep(backoffMs(attempts, policy, random()));
  }
}

/** Half of the doubling wait and up to as much again, so that clients that failed together do not come back together. */
function backoffMs(attempts: number, { initialDelayMs, maxDelayMs }: RetryPolicy, random: number): number {
  const delay = Math.min(maxDelayMs, initialDelayMs * 2 ** (attempts - 1));
  return Math.round((delay / 2) * (1 + random));
}

import { type CallContext, OperationRefused, OutcomeUnknown, ResponseMissing } from './client-errors.ts';

/** How often and how fast a call is retried. */
export interface RetryPolicy {
  /** Attempts in total, including the first. */
  readonly maxAttempts: number;
  /** Delay before the second attempt, in milliseconds. It doubles with each attempt. */
  readonly initialDelayMs: number;
  /** Upper bound of the delay, in milliseconds. */
  readonly maxDelayMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { maxAttempts: 5, initialDelayMs: 500, maxDelayMs: 8_000 };

/** What retrying needs from outside. */
export interface RetryDependencies {
  /** Resolves after `ms` milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Returns a number from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

/** Codes with which the platform says that it does not know the outcome. */
const OUTCOME_UNKNOWN_CODES: ReadonlySet<string> = new Set(['140001', '999999']);
/** Codes with which the platform says that it did nothing and the request may succeed later. */
const RETRYABLE_CODES: ReadonlySet<string> = new Set(['100005', '130001']);

/** Whether the operation may have been carried out although the attempt failed. */
const isOutcomeUnknown = (error: unknown): boolean =>
  error instanceof ResponseMissing ||
  (error instanceof OperationRefused && OUTCOME_UNKNOWN_CODES.has(error.errorCode));

const asksForRetry = (error: unknown): boolean =>
  error instanceof OperationRefused && RETRYABLE_CODES.has(error.errorCode);

/**
 * Retries until an attempt ends the call: with a result, a refusal, or an unreadable response.
 *
 * @throws OutcomeUnknown after the last attempt, if any attempt may have been carried out
 * @throws OperationRefused after the last attempt otherwise, or whatever ended the call
 */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  context: CallContext,
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
        throw outcomeUnknown ? new OutcomeUnknown(context, attempts, error) : error;
    }
    await sleep(backoffMs(attempts, policy, random()));
  }
}

/**
 * Exponential backoff with jitter between half and all of the delay, so that clients do not retry at the same moment.
 */
function backoffMs(attempts: number, { initialDelayMs, maxDelayMs }: RetryPolicy, random: number): number {
  const delay = Math.min(maxDelayMs, initialDelayMs * 2 ** (attempts - 1));
  return Math.round((delay / 2) * (1 + random));
}

import {
  type CallContext,
  OperationRefused,
  OutcomeUnknown,
  PlatformUnreachable,
  QueryUnanswered,
  ResponseMissing,
} from './client-errors.ts';

/** How often and how fast a call is retried. */
export interface RetryPolicy {
  /** Attempts in total, including the first. */
  readonly maxAttempts: number;
  /** Delay before the second attempt, in milliseconds. It doubles with each attempt. */
  readonly initialDelayMs: number;
  /** Upper bound of the delay, in milliseconds. */
  readonly maxDelayMs: number;
  /** Whether to retry when nothing listens. Defaults to true. */
  readonly retryUnreachable?: boolean;
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
/** The longest wait that a server's Retry-After is followed for, in milliseconds. */
const MAX_RETRY_AFTER_MS = 60_000;

/** Whether the operation may have been carried out although the attempt failed. */
const isOutcomeUnknown = (error: unknown): boolean =>
  (error instanceof ResponseMissing && !error.isUnsent) ||
  (error instanceof OperationRefused && OUTCOME_UNKNOWN_CODES.has(error.errorCode));

const mayRetry = (error: unknown): error is OperationRefused | ResponseMissing =>
  (error instanceof OperationRefused || error instanceof ResponseMissing) && error.retryable;

/**
 * Retries until an attempt ends the call: with a result, a refusal, or an unreadable response.
 *
 * @throws OutcomeUnknown after the last attempt of a change, if any attempt may have been carried out
 * @throws QueryUnanswered after the last attempt of a query that got no answer
 * @throws PlatformUnreachable after the last attempt, if none reached the platform
 * @throws OperationRefused after the last attempt otherwise, or whatever ended the call
 */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  context: CallContext,
  policy: RetryPolicy & { readonly isQuery: boolean },
  { sleep, random }: RetryDependencies,
): Promise<Result> {
  let outcomeUnknown = false;
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!mayRetry(error)) throw error;
      outcomeUnknown ||= isOutcomeUnknown(error);
      if (attempts >= policy.maxAttempts || isPointless(error, policy))
        throw lastError(error, { context, attempts, outcomeUnknown, isQuery: policy.isQuery });
      await sleep(delayMs(error, attempts, policy, random()));
    }
  }
}

/** What is known when the last attempt has failed. */
interface Ending {
  readonly context: CallContext;
  readonly attempts: number;
  readonly outcomeUnknown: boolean;
  readonly isQuery: boolean;
}

function lastError(error: OperationRefused | ResponseMissing, ending: Ending): Error {
  const { context, attempts, outcomeUnknown, isQuery } = ending;
  if (error instanceof ResponseMissing && error.isUnsent && (isQuery || !outcomeUnknown))
    return new PlatformUnreachable(context, attempts, error);
  if (!outcomeUnknown || (isQuery && error instanceof OperationRefused)) return error;
  const GivenUp = isQuery ? QueryUnanswered : OutcomeUnknown;
  return new GivenUp(context, attempts, error);
}

/** Whether nothing listens and the caller does not want to wait for it. */
const isPointless = (error: unknown, { retryUnreachable = true }: RetryPolicy): boolean =>
  error instanceof ResponseMissing && error.isUnsent && !retryUnreachable;

/** Returns the backoff, or what the server asks for if that is longer. */
function delayMs(error: unknown, attempts: number, policy: RetryPolicy, random: number): number {
  const requestedMs = error instanceof ResponseMissing ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(backoffMs(attempts, policy, random), Math.min(requestedMs, MAX_RETRY_AFTER_MS));
}

/**
 * Exponential backoff with jitter between half and all of the delay, so that clients do not retry at the same moment.
 */
function backoffMs(attempts: number, { initialDelayMs, maxDelayMs }: RetryPolicy, random: number): number {
  const delay = Math.min(maxDelayMs, initialDelayMs * 2 ** (attempts - 1));
  return Math.round((delay / 2) * (1 + random));
}

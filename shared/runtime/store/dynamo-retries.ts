import {
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { TryAgainLater } from '../../wire/errors.ts';

/** Why a request that failed may succeed when it is repeated. */
type RetryReason = 'conflict' | 'inProgress' | 'throttling';

/**
 * Attempts in total, by reason. Conflicting writes are over within milliseconds; with full jitter, twelve attempts take
 * about three seconds. `inProgress` means that the same transaction is still running; its token makes the attempts one
 * transaction. Throttled requests get no further attempt here: the SDK has already made three.
 */
const MAX_ATTEMPTS: Readonly<Record<RetryReason, number>> = { conflict: 12, inProgress: 4, throttling: 1 };

/** Cancellation reasons that say nothing against the transaction itself. */
const TRANSIENT_REASONS = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

const THROTTLING_ERRORS = [ProvisionedThroughputExceededException, RequestLimitExceeded, ThrottlingException];

/** Returns why the request is worth repeating, or undefined for an error that repetition does not cure. */
function retryReason(error: unknown): RetryReason | undefined {
  if (error instanceof TransactionConflictException) return 'conflict';
  if (error instanceof TransactionInProgressException) return 'inProgress';
  if (THROTTLING_ERRORS.some((kind) => error instanceof kind)) return 'throttling';
  if (!(error instanceof TransactionCanceledException)) return undefined;
  return error.CancellationReasons?.some(({ Code = 'None' }) => TRANSIENT_REASONS.has(Code))
    ? 'conflict'
    : undefined;
}

/** How many times the SDK sent the request that ended in this error; 1 when the error does not say. */
export const sdkAttempts = (error: unknown): number =>
  (error as { readonly $metadata?: { readonly attempts?: number } } | undefined)?.$metadata?.attempts ?? 1;

/** What backoff needs from outside, so that tests control time and chance. */
export interface BackoffDependencies {
  /** Resolves after `ms` milliseconds. */
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Returns a number from 0 up to, but not including, 1. */
  readonly random: () => number;
}

/** Sleeps before the attempt after this one: exponential backoff from 20 ms up to 1 s, with full jitter. */
export async function backOff(attempt: number, { sleep, random }: BackoffDependencies): Promise<void> {
  await sleep(random() * Math.min(1_000, 10 * 2 ** attempt));
}

/**
 * Repeats `attempt` until it succeeds or fails for a reason that does not pass. Each call gets the reason of the
 * failure before.
 *
 * @throws TryAgainLater when the attempts are used up
 */
export async function retryTransient<Result>(
  attempt: (previous: RetryReason | undefined) => Promise<Result>,
  backoff: BackoffDependencies,
): Promise<Result> {
  let reason: RetryReason | undefined;
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt(reason);
    } catch (error) {
      reason = retryReason(error);
      if (reason === undefined) throw error;
      if (attempts >= MAX_ATTEMPTS[reason]) throw new TryAgainLater({ cause: error });
    }
    await backOff(attempts, backoff);
  }
}

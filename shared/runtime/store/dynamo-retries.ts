import {
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { TryAgainLater } from '../../wire/errors.ts';

/** What stands in the way of a request that may go through later. */
export type RetryReason = 'others' | 'itself' | 'throttling';

/**
 * Attempts in all, by what stands in the way. Others' writes are gone in milliseconds; with full jitter twelve attempts take
 * about three seconds. The same transaction may still be running: with its token it ends as one. What is throttled the
 * client has tried three times before it says so.
 */
const MAX_ATTEMPTS: Readonly<Record<RetryReason, number>> = { others: 12, itself: 4, throttling: 1 };

/** Reasons for which a transaction is cancelled although nothing speaks against it. */
const TRANSIENT_REASONS = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

const THROTTLING_ERRORS = [ProvisionedThroughputExceededException, RequestLimitExceeded, ThrottlingException];

/** What stands in the way; undefined where something is wrong that time does not mend. */
export function retryReason(error: unknown): RetryReason | undefined {
  if (error instanceof TransactionConflictException) return 'others';
  if (error instanceof TransactionInProgressException) return 'itself';
  if (THROTTLING_ERRORS.some((kind) => error instanceof kind)) return 'throttling';
  if (!(error instanceof TransactionCanceledException)) return undefined;
  return error.CancellationReasons?.some(({ Code = 'None' }) => TRANSIENT_REASONS.has(Code))
    ? 'others'
    : undefined;
}

/** How often the client sent what ended in this error; once unless it says so. */
export const sdkAttempts = (error: unknown): number =>
  (error as { readonly $metadata?: { readonly attempts?: number } } | undefined)?.$metadata?.attempts ?? 1;

/** What waiting takes from its surroundings. */
export interface BackoffDependencies {
  /** Resolves after that many milliseconds. */
  readonly sleep: (ms: number) => Promise<unknown>;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/** Waits before the attempt after this one: at most twice as long each time, up to a second, at random (full jitter). */
export async function backOff(attempt: number, { sleep, random }: BackoffDependencies): Promise<void> {
  await sleep(random() * Math.min(1_000, 10 * 2 ** attempt));
}

/**
 * Makes attempts until one goes through or fails for good; `after` is what stood in the way of the one before. TryAgainLater
 * once too many were in vain.
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

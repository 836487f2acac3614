import {
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { TryAgainLater } from '../contract/errors.ts';

/** What stands in the way of a request that may go through later. */
export type Obstacle = 'others' | 'itself' | 'throttling';

/**
 * Attempts in all, by what stands in the way. Others' writes are gone in milliseconds; with full jitter twelve attempts take
 * about three seconds. The same transaction may still be running: with its token it ends as one. What is throttled the
 * client has tried three times before it says so.
 */
const ATTEMPTS: Readonly<Record<Obstacle, number>> = { others: 12, itself: 4, throttling: 1 };

/** Reasons for which a transaction is cancelled although nothing speaks against it. */
const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

const THROTTLING = [ProvisionedThroughputExceededException, RequestLimitExceeded, ThrottlingException];

/** What stands in the way; undefined where something is wrong that time does not mend. */
export function obstacleIn(error: unknown): Obstacle | undefined {
  if (error instanceof TransactionConflictException) return 'others';
  if (error instanceof TransactionInProgressException) return 'itself';
  if (THROTTLING.some((kind) => error instanceof kind)) return 'throttling';
  if (!(error instanceof TransactionCanceledException)) return undefined;
  return error.CancellationReasons?.some(({ Code = 'None' }) => PASSING.has(Code)) ? 'others' : undefined;
}

/** How often the client sent what ended in this error; once unless it says so. */
export const timesSent = (error: unknown): number =>
  (error as { readonly $metadata?: { readonly attempts?: number } } | undefined)?.$metadata?.attempts ?? 1;

/** What waiting takes from its surroundings. */
export interface Pauses {
  /** Resolves after that many milliseconds. */
  readonly sleep: (ms: number) => Promise<unknown>;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/** Waits before the attempt after this one: at most twice as long each time, up to a second, at random (full jitter). */
export async function backOff(attempt: number, { sleep, random }: Pauses): Promise<void> {
  await sleep(random() * Math.min(1_000, 10 * 2 ** attempt));
}

/**
 * Makes attempts until one goes through or fails for good; `after` is what stood in the way of the one before. TryAgainLater
 * once too many were in vain.
 */
export async function throughContention<Result>(
  attempt: (after: Obstacle | undefined) => Promise<Result>,
  pauses: Pauses,
): Promise<Result> {
  let obstacle: Obstacle | undefined;
  for (let made = 1; ; made += 1) {
    try {
      return await attempt(obstacle);
    } catch (error) {
      obstacle = obstacleIn(error);
      if (obstacle === undefined) throw error;
      if (made >= ATTEMPTS[obstacle]) throw new TryAgainLater({ cause: error });
    }
    await backOff(made, pauses);
  }
}

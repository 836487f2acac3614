import type { Item } from '../../../runtime/store/item.ts';
import { atLeast, atMost, equals, type Write } from '../../../runtime/store/write.ts';
import type { RequestLimit } from './request-limit.ts';

// A token bucket as one number: the moment at which it is full again, in microseconds since the epoch. Taking a token
// moves it on by the time that a token takes to come back; one is there as long as that ends within the bucket's size.
// So one conditional write takes a token, and nothing has to refill the bucket.

const SECOND_US = 1_000_000;
/** A bucket emptier than empty by this much was emptied by a clock that has gone back since. */
const MAX_CLOCK_SKEW_US = 60 * SECOND_US;

/** A request that asks for a token. */
export interface TokenRequest {
  /** Whose the bucket is: a merchant's number, or what is behind that. */
  readonly bucketId: string;
  readonly limit: RequestLimit;
  readonly nowMs: number;
  /** When the table may drop a new bucket, epoch seconds: it would be full again by then. */
  readonly expiresAt?: number;
}

/** The bucket is not as it was thought to be: full at another moment, or not there yet. */
export class BucketChanged extends Error {
  override readonly name = 'BucketChanged';
  readonly fullAt: number | undefined;
  constructor(item: Item | undefined) {
    super('the bucket was found in another state');
    this.fullAt = item?.['fullAt'] as number | undefined;
  }
}

/**
 * The write that takes a token from a bucket which is full again at `fullAt`, and when that is afterwards, or later;
 * BucketMoved when the bucket is in another state. `undefined` for a bucket that is not there yet. Answers undefined when
 * the bucket is empty.
 */
export function tokenWrite(
  fullAt: number | undefined,
  { bucketId, limit: { perSecond, burst }, nowMs, expiresAt }: TokenRequest,
): { write: Write; fullAt: number } | undefined {
  const key = { pk: `bucket/${bucketId}` };
  const nowUs = nowMs * 1_000;
  // Rounded up: rather a little less than the limit.
  const tokenUs = Math.ceil(SECOND_US / perSecond);
  const emptyAt = nowUs + burst * tokenUs;
  const table = 'limits';
  const otherwise = (item: Item | undefined) => new BucketChanged(item);
  const update = { kind: 'update', table, key, onConflict: otherwise } as const;
  const next = nowUs + tokenUs;
  if (fullAt === undefined) {
    const item = { ...key, fullAt: next, ...(expiresAt !== undefined && { expiresAt }) };
    return { write: { kind: 'put', table, item, onConflict: otherwise }, fullAt: next };
  }
  if (fullAt <= nowUs)
    return {
      write: { ...update, set: { fullAt: next }, when: [atMost('fullAt', BigInt(nowUs))] },
      fullAt: next,
    };
  if (fullAt <= emptyAt - tokenUs) {
    const when = [atLeast('fullAt', BigInt(nowUs + 1)), atMost('fullAt', BigInt(emptyAt - tokenUs))];
    return { write: { ...update, add: { fullAt: tokenUs }, when }, fullAt: fullAt + tokenUs };
  }
  if (fullAt > emptyAt + MAX_CLOCK_SKEW_US)
    return {
      write: { ...update, set: { fullAt: emptyAt }, when: [equals('fullAt', fullAt)] },
      fullAt: emptyAt,
    };
  return undefined;
}

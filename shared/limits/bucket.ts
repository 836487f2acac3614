import type { Item } from '../store/item.ts';
import { atLeast, atMost, equals, type Write } from '../store/write.ts';
import type { RequestLimit } from './limit.ts';

// A token bucket as one number: the moment at which it is full again, in microseconds since the epoch. Taking a token
// moves it on by the time that a token takes to come back; one is there as long as that ends within the bucket's size.
// So one conditional write takes a token, and nothing has to refill the bucket.

const SECOND = 1_000_000;
/** A bucket emptier than empty by this much was emptied by a clock that has gone back since. */
const CLOCK_WENT_BACK = 60 * SECOND;

/** A request that asks for a token. */
export interface TokenRequest {
  /** Whose the bucket is: a merchant's number, or what is behind that. */
  readonly bucket: string;
  readonly limit: RequestLimit;
  readonly atMs: number;
  /** When the table may drop a new bucket, epoch seconds: it would be full again by then. */
  readonly expiresAt?: number;
}

/** The bucket is not as it was thought to be: full at another moment, or not there yet. */
export class BucketMoved extends Error {
  override readonly name = 'BucketMoved';
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
export function takingFrom(
  fullAt: number | undefined,
  { bucket, limit: { perSecond, burst }, atMs, expiresAt }: TokenRequest,
): { write: Write; fullAt: number } | undefined {
  const key = { pk: `bucket/${bucket}` };
  const at = atMs * 1_000;
  // Rounded up: rather a little less than the limit.
  const token = Math.ceil(SECOND / perSecond);
  const empty = at + burst * token;
  const table = 'limits';
  const otherwise = (item: Item | undefined) => new BucketMoved(item);
  const update = { kind: 'update', table, key, otherwise } as const;
  const next = at + token;
  if (fullAt === undefined) {
    const item = { ...key, fullAt: next, ...(expiresAt !== undefined && { expiresAt }) };
    return { write: { kind: 'put', table, item, otherwise }, fullAt: next };
  }
  if (fullAt <= at)
    return {
      write: { ...update, set: { fullAt: next }, when: [atMost('fullAt', BigInt(at))] },
      fullAt: next,
    };
  if (fullAt <= empty - token) {
    const when = [atLeast('fullAt', BigInt(at + 1)), atMost('fullAt', BigInt(empty - token))];
    return { write: { ...update, add: { fullAt: token }, when }, fullAt: fullAt + token };
  }
  if (fullAt > empty + CLOCK_WENT_BACK)
    return { write: { ...update, set: { fullAt: empty }, when: [equals('fullAt', fullAt)] }, fullAt: empty };
  return undefined;
}

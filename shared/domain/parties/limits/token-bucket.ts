import { DAY_MS } from '../../../runtime/duration.ts';
import { expiryAttributes } from '../../../runtime/store/expiry.ts';
import type { Item } from '../../../runtime/store/item.ts';
import { atLeast, atMost, equals, type Write } from '../../../runtime/store/write.ts';
import type { RequestLimit } from './request-limit.ts';

// A token bucket as a single number: the time at which the bucket will be full again, in microseconds since the epoch.
// Taking a token postpones that time by what one token takes to come back; a token is available while the result stays
// within the bucket's size. So a token costs one conditional write, and nothing has to refill the bucket.

const SECOND_US = 1_000_000;
/** A bucket that is emptier than empty by more than this was emptied under a clock that has since gone back. */
const MAX_CLOCK_SKEW_US = 60 * SECOND_US;
/** How long a bucket is stored after its last token: several times as long as the largest takes to fill up. */
const RETENTION_MS = DAY_MS;

/** A request for a token. */
export interface TokenRequest {
  /** A merchant's number, with a suffix for its other buckets. */
  readonly bucketId: string;
  readonly limit: RequestLimit;
  readonly nowMs: number;
}

/** When a stored bucket will be full again, microseconds since the epoch; undefined when there is none. */
export const bucketFullAt = (item: Item | undefined): number | undefined =>
  item?.['fullAt'] as number | undefined;

/**
 * Builds the write that takes a token from a bucket that will be full at `fullAt` (undefined for a bucket that does not
 * exist yet). Also returns when the bucket will be full afterwards, at the earliest. The write fails when the bucket is
 * in another state. Returns undefined when the bucket is empty. A bucket that nobody takes from is dropped when it has
 * long been full: a new one is full, too.
 */
export function tokenWrite(
  fullAt: number | undefined,
  { bucketId, limit: { perSecond, burst }, nowMs }: TokenRequest,
): { write: Write; fullAt: number } | undefined {
  const key = { pk: `bucket/${bucketId}` };
  const nowUs = nowMs * 1_000;
  // Rounded up: rather a little below the limit than above it.
  const tokenUs = Math.ceil(SECOND_US / perSecond);
  const emptyAt = nowUs + burst * tokenUs;
  const table = 'limits';
  const update = { kind: 'update', table, key } as const;
  const next = nowUs + tokenUs;
  const expiry = expiryAttributes(nowMs + RETENTION_MS);
  if (fullAt === undefined) {
    const item = { ...key, fullAt: next, ...expiry };
    return { write: { kind: 'put', table, item }, fullAt: next };
  }
  if (fullAt <= nowUs)
    return {
      write: { ...update, set: { fullAt: next, ...expiry }, when: [atMost('fullAt', BigInt(nowUs))] },
      fullAt: next,
    };
  if (fullAt <= emptyAt - tokenUs) {
    const when = [atLeast('fullAt', BigInt(nowUs + 1)), atMost('fullAt', BigInt(emptyAt - tokenUs))];
    return { write: { ...update, add: { fullAt: tokenUs }, set: expiry, when }, fullAt: fullAt + tokenUs };
  }
  if (fullAt > emptyAt + MAX_CLOCK_SKEW_US)
    return {
      write: { ...update, set: { fullAt: emptyAt, ...expiry }, when: [equals('fullAt', fullAt)] },
      fullAt: emptyAt,
    };
  return undefined;
}

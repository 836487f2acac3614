import { BoundedMap } from '../../../runtime/bounded-map.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { tryWrite } from '../../../runtime/store/try-write.ts';
import { TooManyRequests } from '../../../wire/errors.ts';
import type { Merchant } from '../merchant.ts';
import { sourceNetwork } from './failed-sign-ins.ts';
import { ReplayCache, requestDigest } from './replay-cache.ts';
import type { RequestLimit } from './request-limit.ts';
import { bucketFullAt, type TokenRequest, tokenWrite } from './token-bucket.ts';

/** Maximum number of buckets to remember. */
const MAX_REMEMBERED_BUCKETS = 1_000;

/** What the buckets depend on. */
interface BucketDependencies {
  readonly store: Store;
  /** Returns epoch milliseconds. */
  readonly now: () => number;
  readonly defaultRequestLimit: RequestLimit;
}

/** What the buckets need of a request. */
interface LimitedRequest {
  readonly content: object;
  /** The address that the request comes from. */
  readonly source: string;
}

/**
 * The token buckets that enforce merchants' request limits (100005). A bucket is one item that all functions of a
 * deployment share.
 *
 * Any t seconds admit at most burst + perSecond × t requests, and a merchant that stays within that is never refused. A
 * request costs one write unit, or two to three when the bucket is not as this process last saw it. Refusals cost
 * nothing until the next token is due: the time at which a bucket is full only moves forward, so the latest known time
 * still holds.
 *
 * A request that was admitted before is a repeat. Anybody who has seen a request can repeat it, and could use up the
 * tokens that the merchant needs for new requests. So repeats have a bucket of the same size for each source address.
 * Each process knows only the repeats of its own requests, so a replayed request takes at most one token per process.
 */
export class RequestBuckets {
  readonly #deps: BucketDependencies;
  /** When each bucket will be full again, as last seen. */
  readonly #seen = new BoundedMap<string, number>(MAX_REMEMBERED_BUCKETS);
  readonly #replays = new ReplayCache();

  constructor(deps: BucketDependencies) {
    this.#deps = deps;
  }

  /**
   * Takes a token for one request of the merchant.
   *
   * @throws TooManyRequests
   */
  async takeToken({ userNo, requestLimit }: Merchant, { content, source }: LimitedRequest): Promise<void> {
    const limit = requestLimit ?? this.#deps.defaultRequestLimit;
    const digest = requestDigest(userNo, content);
    if (this.#replays.has(digest)) {
      return this.#takeTokenFrom({ bucketId: `${userNo}/repeats/${sourceNetwork(source)}`, limit });
    }
    await this.#takeTokenFrom({ bucketId: userNo, limit });
    this.#replays.add(digest);
  }

  async #takeTokenFrom(of: Omit<TokenRequest, 'nowMs'>): Promise<void> {
    const { bucketId } = of;
    const { now, store } = this.#deps;
    const request = { ...of, nowMs: now() };
    let seen: number | undefined = this.#seen.get(bucketId) ?? 0;
    // Terminates: the time only moves forward, so each round rules out one way of taking a token.
    for (;;) {
      const claim = tokenWrite(seen, request);
      if (!claim) throw new TooManyRequests();
      const conflict = await tryWrite(store, [claim.write]);
      if (!conflict) return this.#remember(bucketId, claim.fullAt, seen);
      seen = bucketFullAt(conflict.current);
      this.#remember(bucketId, seen ?? 0);
    }
  }

  #remember(bucketId: string, fullAt: number, from = 0): void {
    // Concurrent writes return in any order; only a clock that has gone back moves a bucket back.
    if (fullAt >= from && fullAt < (this.#seen.get(bucketId) ?? 0)) return;
    this.#seen.set(bucketId, fullAt);
  }
}

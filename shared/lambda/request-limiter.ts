import type { Dependencies } from '../domain/dependencies.ts';
import { sourceNetwork } from '../domain/parties/limits/failed-sign-ins.ts';
import { ReplayCache, requestDigest } from '../domain/parties/limits/replay-cache.ts';
import { BucketChanged, type TokenRequest, tokenWrite } from '../domain/parties/limits/token-bucket.ts';
import type { Merchant } from '../domain/parties/merchant.ts';
import { TooManyRequests } from '../wire/errors.ts';

/** Buckets remembered at once. */
const MAX_REMEMBERED_BUCKETS = 1_000;

/** How long a bucket of repeats is kept. */
const REPEATS_RETENTION_MS = 86_400_000;

/** A request, as far as it counts. */
export interface LimitedRequest {
  readonly content: object;
  /** The address that it comes from. */
  readonly source: string;
}

/**
 * Keeps merchants to their request limits (100005): a token bucket each, in one item that all functions of a deployment
 * share.
 *
 * In no span of t seconds are more than burst + perSecond × t requests admitted, and whoever keeps to that is never
 * refused. A request costs one write unit, two or three where the bucket is not as this process last saw it. Refusals
 * are made from memory until the next token is due: a bucket's moment only moves on, so the latest that was seen holds.
 *
 * What was admitted before is a repeat: anybody who has seen it can send it, and would use up what the merchant needs for
 * new requests. Repeats have a bucket of the same size for each address that they come from, so that only the merchant's own
 * use up the merchant's. Which requests are repeats each process knows by itself: of one that is replayed, each takes one
 * token at most.
 */
export class RequestLimiter {
  readonly #platform: Dependencies;
  /** By bucket, when it is full again, as last seen. */
  readonly #seen = new Map<string, number>();
  readonly #replays = new ReplayCache();

  constructor(deps: Dependencies) {
    this.#platform = deps;
  }

  /**
   * Takes a token for one request of the merchant.
   *
   * @throws TooManyRequests
   */
  async admit({ userNo, requestLimit }: Merchant, { content, source }: LimitedRequest): Promise<void> {
    const limit = requestLimit ?? this.#platform.defaultRequestLimit;
    const digest = requestDigest(userNo, content);
    if (this.#replays.has(digest)) {
      const expiresAt = Math.floor((this.#platform.now() + REPEATS_RETENTION_MS) / 1_000);
      return this.#takeToken({ bucketId: `${userNo}/repeats/${sourceNetwork(source)}`, limit, expiresAt });
    }
    await this.#takeToken({ bucketId: userNo, limit });
    this.#replays.add(digest);
  }

  async #takeToken(of: Omit<TokenRequest, 'nowMs'>): Promise<void> {
    const { bucketId } = of;
    const { now, store } = this.#platform;
    const request = { ...of, nowMs: now() };
    let seen: number | undefined = this.#seen.get(bucketId) ?? 0;
    // Ends: the moment does not move back, so each turn rules one way of taking a token out.
    for (;;) {
      const claim = tokenWrite(seen, request);
      if (!claim) throw new TooManyRequests();
      try {
        await store.write([claim.write]);
        return this.#remember(bucketId, claim.fullAt, seen);
      } catch (error) {
        if (!(error instanceof BucketChanged)) throw error;
        seen = error.fullAt;
        this.#remember(bucketId, seen ?? 0);
      }
    }
  }

  #remember(bucket: string, fullAt: number, from = 0): void {
    // Answers to requests made at once come in any order; only a clock that has gone back moves a bucket back.
    if (fullAt >= from && fullAt < (this.#seen.get(bucket) ?? 0)) return;
    if (this.#seen.size >= MAX_REMEMBERED_BUCKETS) this.#seen.clear();
    this.#seen.set(bucket, fullAt);
  }
}

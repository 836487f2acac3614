import { TooManyRequests } from '../contract/errors.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Platform } from '../platform/platform.ts';
import { BucketMoved, type TokenRequest, takingFrom } from './bucket.ts';
import { sourceOf } from './failed-sign-ins.ts';
import { RecentRequests, requestDigest } from './recent-requests.ts';

/** Buckets remembered at once. */
const KEPT = 1_000;

/** How long a bucket of repeats is kept. */
const REPEATS_KEPT_MS = 86_400_000;

/** A request, as far as it counts. */
export interface Counted {
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
  readonly #platform: Platform;
  /** By bucket, when it is full again, as last seen. */
  readonly #seen = new Map<string, number>();
  readonly #recent = new RecentRequests();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /**
   * Takes a token for one request of the merchant.
   *
   * @throws TooManyRequests
   */
  async admit({ userNo, requestLimit }: Merchant, { content, source }: Counted): Promise<void> {
    const limit = requestLimit ?? this.#platform.requestLimit;
    const digest = requestDigest(userNo, content);
    if (this.#recent.has(digest)) {
      const expiresAt = Math.floor((this.#platform.now() + REPEATS_KEPT_MS) / 1_000);
      return this.#take({ bucket: `${userNo}/repeats/${sourceOf(source)}`, limit, expiresAt });
    }
    await this.#take({ bucket: userNo, limit });
    this.#recent.add(digest);
  }

  async #take(of: Omit<TokenRequest, 'atMs'>): Promise<void> {
    const { bucket } = of;
    const { now, store } = this.#platform;
    const request = { ...of, atMs: now() };
    let seen: number | undefined = this.#seen.get(bucket) ?? 0;
    // Ends: the moment does not move back, so each turn rules one way of taking a token out.
    for (;;) {
      const taking = takingFrom(seen, request);
      if (!taking) throw new TooManyRequests();
      try {
        await store.write([taking.write]);
        return this.#remember(bucket, taking.fullAt, seen);
      } catch (error) {
        if (!(error instanceof BucketMoved)) throw error;
        seen = error.fullAt;
        this.#remember(bucket, seen ?? 0);
      }
    }
  }

  #remember(bucket: string, fullAt: number, from = 0): void {
    // Answers to requests made at once come in any order; only a clock that has gone back moves a bucket back.
    if (fullAt >= from && fullAt < (this.#seen.get(bucket) ?? 0)) return;
    if (this.#seen.size >= KEPT) this.#seen.clear();
    this.#seen.set(bucket, fullAt);
  }
}

import { TooManyRequests } from '../contract/errors.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Platform } from '../platform/platform.ts';
import { BucketMoved, takingFrom } from './bucket.ts';

/** Buckets remembered at once. */
const KEPT = 1_000;

/**
 * Keeps merchants to their request limits (100005): a token bucket each, in one item that all functions of a deployment
 * share.
 *
 * In no span of t seconds are more than burst + perSecond × t requests admitted, and whoever keeps to that is never
 * refused. A request costs one write unit, two or three where the bucket is not as this process last saw it. Refusals
 * are made from memory until the next token is due: a bucket's moment only moves on, so the latest that was seen holds.
 */
export class RequestLimiter {
  readonly #platform: Platform;
  /** By merchant, when its bucket is full again, as last seen. */
  readonly #seen = new Map<string, number>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /**
   * Takes a token for one request of the merchant.
   *
   * @throws TooManyRequests
   */
  async admit({ userNo, requestLimit }: Merchant): Promise<void> {
    const { now, store, requestLimit: usual } = this.#platform;
    const request = { userNo, limit: requestLimit ?? usual, atMs: now() };
    let seen: number | undefined = this.#seen.get(userNo) ?? 0;
    // Ends: the moment does not move back, so each turn rules one way of taking a token out.
    for (;;) {
      const taking = takingFrom(seen, request);
      if (!taking) throw new TooManyRequests();
      try {
        await store.write([taking.write]);
        return this.#remember(userNo, taking.fullAt, seen);
      } catch (error) {
        if (!(error instanceof BucketMoved)) throw error;
        seen = error.fullAt;
        this.#remember(userNo, seen ?? 0);
      }
    }
  }

  #remember(userNo: string, fullAt: number, from = 0): void {
    // Answers to requests made at once come in any order; only a clock that has gone back moves a bucket back.
    if (fullAt >= from && fullAt < (this.#seen.get(userNo) ?? 0)) return;
    if (this.#seen.size >= KEPT) this.#seen.clear();
    this.#seen.set(userNo, fullAt);
  }
}

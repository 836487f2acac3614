import { isIPv6 } from 'node:net';
import { dropOldest } from '../../../runtime/bounded-map.ts';
import { SECOND_MS } from '../../../runtime/duration.ts';
import { TooManyRequests } from '../../../wire/errors.ts';
import type { RequestLimit } from './request-limit.ts';

/** Maximum number of sources, and of known senders, to remember. */
const MAX_REMEMBERED = 10_000;

/**
 * Limits what callers without a key can cost a process. A source whose requests too often could not be read, or named
 * nobody that exists, is refused (100005) before any lookup or use of a key. Each process counts for itself: a shared
 * count would cost more than it saves. Merchants and upstreams that have signed in from the same source are not
 * affected.
 */
export class FailedSignIns {
  readonly #now: () => number;
  /** What one failure adds to a source's balance, and the highest balance, milliseconds. */
  readonly #costMs: number;
  readonly #maxMs: number;
  /** When each source's balance will be 0 again, epoch milliseconds. */
  readonly #clearedAt = new Map<string, number>();
  /** Senders that have signed in, as `<source> <userNo>`. */
  readonly #knownSenders = new Set<string>();

  constructor({ perSecond, burst }: RequestLimit, now: () => number) {
    this.#now = now;
    this.#costMs = SECOND_MS / perSecond;
    this.#maxMs = burst * this.#costMs;
  }

  /**
   * Admits a request. A request without a sender can only be judged by its source.
   *
   * @throws TooManyRequests when the source has failed too often and the sender has not signed in from it
   */
  admit(address: string, userNo?: string): void {
    const source = sourceNetwork(address);
    if (this.#remainingMs(source) + this.#costMs <= this.#maxMs) return;
    if (userNo === undefined || !this.#knownSenders.has(`${source} ${userNo}`)) throw new TooManyRequests();
  }

  /** Counts a request that could not be read, or that named nobody who exists. */
  recordFailure(address: string): void {
    const source = sourceNetwork(address);
    const balance = Math.min(this.#remainingMs(source) + this.#costMs, this.#maxMs);
    this.#clearedAt.delete(source);
    this.#clearedAt.set(source, this.#now() + balance);
    dropOldest(this.#clearedAt, MAX_REMEMBERED);
  }

  /** The source's balance; 0 when the clock has gone back since. */
  #remainingMs(source: string): number {
    const left = (this.#clearedAt.get(source) ?? 0) - this.#now();
    return left > this.#maxMs ? 0 : Math.max(left, 0);
  }

  /** Remembers that the sender has signed in from this source. */
  recordSuccess(address: string, userNo: string): void {
    this.#knownSenders.add(`${sourceNetwork(address)} ${userNo}`);
    dropOldest(this.#knownSenders, MAX_REMEMBERED);
  }
}

/**
 * Returns the part of an address that identifies its user. For IPv6, it is the first 64 bits, because a /64 usually has
 * one user.
 */
export function sourceNetwork(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = [], tail = []] = address
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const gap = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  const network = [...head, ...gap, ...tail]
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
  return `${network.join(':')}::/64`;
}

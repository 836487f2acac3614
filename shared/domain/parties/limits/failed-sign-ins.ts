import { isIPv6 } from 'node:net';
import { TooManyRequests } from '../../../wire/errors.ts';
import type { RequestLimit } from './request-limit.ts';

const SECOND_MS = 1_000;

/** Sources, and senders that are known at theirs, remembered at once. */
const MAX_REMEMBERED = 10_000;

/**
 * Bounds what somebody without a key can make a process do: what comes from where too much came that cannot be read, or is
 * nobody's, is refused (100005) before anybody is looked up or a key is used. It is counted in this process alone: a count that
 * all share would cost more than what it spares. A merchant or upstream that was let in from the same address is not held
 * up by it.
 */
export class FailedSignIns {
  readonly #now: () => number;
  /** Milliseconds that each failure counts, and that all may count together. */
  readonly #costMs: number;
  readonly #maxMs: number;
  /** By source, when nothing of what it failed counts any more. */
  readonly #clearedAt = new Map<string, number>();
  /** Who was let in, by source and number. */
  readonly #knownSenders = new Set<string>();

  constructor({ perSecond, burst }: RequestLimit, now: () => number) {
    this.#now = now;
    this.#costMs = SECOND_MS / perSecond;
    this.#maxMs = burst * this.#costMs;
  }

  /**
   * Lets a sender on; one that names nobody is known from nowhere.
   *
   * @throws TooManyRequests where the source has failed too often, and the sender is not known to come from there
   */
  admit(address: string, userNo?: string): void {
    const source = sourceNetwork(address);
    if (this.#remainingMs(source) + this.#costMs <= this.#maxMs) return;
    if (userNo === undefined || !this.#knownSenders.has(`${source} ${userNo}`)) throw new TooManyRequests();
  }

  /** Something from there could not be read, or was nobody's. */
  recordFailure(address: string): void {
    const source = sourceNetwork(address);
    const counts = Math.min(this.#remainingMs(source) + this.#costMs, this.#maxMs);
    this.#clearedAt.delete(source);
    this.#clearedAt.set(source, this.#now() + counts);
    dropOldest(this.#clearedAt);
  }

  /** How long what it failed counts yet: nothing where the clock has gone back since. */
  #remainingMs(source: string): number {
    const left = (this.#clearedAt.get(source) ?? 0) - this.#now();
    return left > this.#maxMs ? 0 : Math.max(left, 0);
  }

  /** The sender was let in from there. */
  recordSuccess(address: string, userNo: string): void {
    this.#knownSenders.add(`${sourceNetwork(address)} ${userNo}`);
    dropOldest(this.#knownSenders);
  }
}

function dropOldest(remembered: Map<string, unknown> | Set<string>): void {
  if (remembered.size <= MAX_REMEMBERED) return;
  for (const oldest of remembered.keys()) {
    remembered.delete(oldest);
    return;
  }
}

/** What of an address names whoever is behind it: of IPv6 the first 64 bits, as all others of it are theirs as well. */
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

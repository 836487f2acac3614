import { isIPv6 } from 'node:net';
import { TooManyRequests } from '../contract/errors.ts';
import type { RequestLimit } from './limit.ts';

const SECOND = 1_000;

/** Sources, and senders that are known at theirs, remembered at once. */
const KEPT = 10_000;

/**
 * Bounds what somebody without a key can make a process do: what comes from where too much came that cannot be read, or is
 * nobody's, is refused (100005) before anybody is looked up or a key is used. It is counted in this process alone: a count that
 * all share would cost more than what it spares. A merchant or upstream that was let in from the same address is not held
 * up by it.
 */
export class FailedSignIns {
  readonly #now: () => number;
  /** Milliseconds that each failure counts, and that all may count together. */
  readonly #eachMs: number;
  readonly #mostMs: number;
  /** By source, when nothing of what it failed counts any more. */
  readonly #over = new Map<string, number>();
  /** Who was let in, by source and number. */
  readonly #known = new Set<string>();

  constructor({ perSecond, burst }: RequestLimit, now: () => number) {
    this.#now = now;
    this.#eachMs = SECOND / perSecond;
    this.#mostMs = burst * this.#eachMs;
  }

  /**
   * Lets a sender on; one that names nobody is known from nowhere.
   *
   * @throws TooManyRequests where the source has failed too often, and the sender is not known to come from there
   */
  admit(address: string, userNo?: string): void {
    const source = sourceOf(address);
    if (this.#countsMs(source) + this.#eachMs <= this.#mostMs) return;
    if (userNo === undefined || !this.#known.has(`${source} ${userNo}`)) throw new TooManyRequests();
  }

  /** Something from there could not be read, or was nobody's. */
  failed(address: string): void {
    const source = sourceOf(address);
    const counts = Math.min(this.#countsMs(source) + this.#eachMs, this.#mostMs);
    this.#over.delete(source);
    this.#over.set(source, this.#now() + counts);
    dropOldest(this.#over);
  }

  /** How long what it failed counts yet: nothing where the clock has gone back since. */
  #countsMs(source: string): number {
    const left = (this.#over.get(source) ?? 0) - this.#now();
    return left > this.#mostMs ? 0 : Math.max(left, 0);
  }

  /** The sender was let in from there. */
  succeeded(address: string, userNo: string): void {
    this.#known.add(`${sourceOf(address)} ${userNo}`);
    dropOldest(this.#known);
  }
}

function dropOldest(kept: Map<string, unknown> | Set<string>): void {
  if (kept.size <= KEPT) return;
  for (const oldest of kept.keys()) {
    kept.delete(oldest);
    return;
  }
}

/** What of an address names whoever is behind it: of IPv6 the first 64 bits, as all others of it are theirs as well. */
export function sourceOf(address: string): string {
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

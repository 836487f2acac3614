import { BoundedMap } from '../../../../runtime/bounded-map.ts';
import { MINUTE_MS } from '../../../../runtime/duration.ts';

const MAX_REMEMBERED_RANGES = 1_000;

/** How long a process remembers that it found no free number in a BIN range. */
const EXHAUSTION_MEMORY_MS = MINUTE_MS;

/** The BIN ranges in which this process has just found no free number. */
export class ExhaustedRanges {
  readonly #now: () => number;
  readonly #until = new BoundedMap<string, number>(MAX_REMEMBERED_RANGES);

  constructor(now: () => number) {
    this.#now = now;
  }

  has(binRangeId: string): boolean {
    return this.#now() < (this.#until.get(binRangeId) ?? 0);
  }

  /** Remembers the range. Returns whether it was not remembered before. */
  add(binRangeId: string): boolean {
    if (this.has(binRangeId)) return false;
    this.#until.set(binRangeId, this.#now() + EXHAUSTION_MEMORY_MS);
    return true;
  }

  /** Forgets the range: a number was found after all. */
  delete(binRangeId: string): void {
    this.#until.delete(binRangeId);
  }
}

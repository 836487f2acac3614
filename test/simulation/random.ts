/**
 * Random numbers that depend on a seed and a name alone, so that a draw in one place does not change the draws in
 * another.
 */
export class SeededRandom {
  #state: number;

  constructor(seed: number, name: string) {
    this.#state = hash(`${seed}/${name}`);
  }

  /** A number from 0 to below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 to below `limit`. */
  readonly integer = (limit: number): number => Math.floor(this.next() * limit);

  /** An integer from `min` to `max`, both included. */
  between(min: number, max: number): number {
    return min + this.integer(max - min + 1);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the values. */
  pick<Value>(of: readonly Value[]): Value {
    return of[this.integer(of.length)] as Value;
  }

  /** The values, each with this probability, in their order. */
  subset<Value>(of: readonly Value[], probability: number): Value[] {
    return of.filter(() => this.chance(probability));
  }
}

/** FNV-1a with a final mix. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return value ^ (value >>> 13);
}

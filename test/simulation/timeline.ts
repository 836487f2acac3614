import { setImmediate as turn } from 'node:timers/promises';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * The only clock, and everything that is still to happen, in order. What happens at one moment runs until nothing more
 * can go on without time passing; so a run is the same each time.
 */
export class Timeline {
  readonly #heap: Event[] = [];
  #order = 0;
  #now: number;
  #eventCount = 0;

  constructor(start: number) {
    this.#now = start;
  }

  /** Epoch milliseconds. */
  get now(): number {
    return this.#now;
  }

  /** Events so far. */
  get eventCount(): number {
    return this.#eventCount;
  }

  /** When the next event is; infinity when there is none. */
  get next(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  after(delayMs: number, happen: () => void): void {
    this.at(this.#now + delayMs, happen);
  }

  at(time: number, happen: () => void): void {
    this.#order += 1;
    push(this.#heap, { at: Math.max(time, this.#now), order: this.#order, run: happen });
  }

  /** The clock goes on at once: what was to happen meanwhile happens late. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Lets everything happen until nothing is left, or `limit` events have. */
  async run(limit: number): Promise<void> {
    for (let event = pop(this.#heap); event; event = pop(this.#heap)) {
      this.#now = Math.max(this.#now, event.at);
      this.#eventCount += 1;
      event.run();
      await turn();
      if (this.#eventCount >= limit) return;
    }
  }
}

const isBefore = (one: Event, other: Event): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

function push(heap: Event[], event: Event): void {
  let index = heap.push(event) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isBefore(event, heap[parent] as Event)) break;
    heap[index] = heap[parent] as Event;
    index = parent;
  }
  heap[index] = event;
}

function pop(heap: Event[]): Event | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (!first || !last || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1] as Event, heap[child] as Event)) child += 1;
    if (!isBefore(heap[child] as Event, last)) break;
    heap[index] = heap[child] as Event;
    index = child;
  }
  heap[index] = last;
  return first;
}

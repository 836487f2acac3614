import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * The only clock, and all future events in order. The next event starts when the current one has to wait for time to
 * pass, so every run is reproducible.
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

  /** Number of events so far. */
  get eventCount(): number {
    return this.#eventCount;
  }

  /** Time of the next event; infinity if there is none. */
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

  /** Moves the clock forward at once: events in between happen late. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Runs all events until none is left, or `limit` events have happened. */
  async run(limit: number): Promise<void> {
    for (let event = pop(this.#heap); event; event = pop(this.#heap)) {
      this.#now = Math.max(this.#now, event.at);
      this.#eventCount += 1;
      event.run();
      await yieldToEventLoop();
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

import { setTimeout as pause } from 'node:timers/promises';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { QueueSource } from '../sources/queue-source.ts';
import type { StreamSource } from '../sources/stream-source.ts';
import { ControlRefused } from './control-refused.ts';

const POLL_INTERVAL_MS = 3;

/** Longer than a function may run, and than one that has failed waits for its next attempt on a stream. */
const SETTLE_TIMEOUT_MS = 180_000;

/** What runs in the cloud, to wait until nothing does. */
export class Activity {
  readonly #functions: readonly LambdaFunction[];
  readonly #streams: readonly StreamSource[];
  readonly #queues: readonly QueueSource[];

  constructor(
    functions: readonly LambdaFunction[],
    streams: readonly StreamSource[],
    queues: readonly QueueSource[],
  ) {
    this.#functions = functions;
    this.#streams = streams;
    this.#queues = queues;
  }

  /**
   * Waits until no function runs, every stream is read to its end and no message can be received. A message whose delay
   * or visibility timeout has not ended is not waited for: only the clock makes it due.
   *
   * @throws ControlRefused when something still runs after three minutes
   */
  async settle(): Promise<void> {
    const deadline = performance.now() + SETTLE_TIMEOUT_MS;
    for (;;) {
      const busy = this.#busy();
      if (busy.length === 0 && (await this.#streamsAreRead()) && this.#busy().length === 0) return;
      if (performance.now() > deadline)
        throw new ControlRefused('NOT_SETTLED', `still running: ${this.#busy().join(', ') || 'streams'}`);
      await pause(POLL_INTERVAL_MS);
    }
  }

  async #streamsAreRead(): Promise<boolean> {
    const read = await Promise.all(this.#streams.map((stream) => stream.readToEnd()));
    return read.every((wasEmpty) => wasEmpty);
  }

  #busy(): string[] {
    return [
      ...this.#functions.filter(({ invocations }) => invocations > 0).map(({ spec }) => spec.name),
      ...this.#queues.filter((queue) => queue.isBusy()).map(({ name }) => name),
    ];
  }
}

import { subscribe } from 'node:diagnostics_channel';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Worker } from 'node:worker_threads';

const MIB = 1_024 * 1_024;
/** Share of the bodies after which every function has started and reached its usual size. */
const WARM = 0.5;
/** The growth that is allowed for caches. */
const LEEWAY = 1.1;

interface Sample {
  readonly sent: number;
  readonly residentMib: number;
  /** Heap in use after garbage collection, in this thread and all threads of functions. */
  readonly heapMib?: number;
  readonly threads?: number;
}

/**
 * Watches the memory of this process, in which the functions run as threads. Must be created before the first of them
 * starts.
 */
export class MemoryGauge {
  readonly #bodies: number;
  readonly #threads = new Set<Worker>();
  readonly #samples: Sample[] = [];

  constructor(bodies: number) {
    this.#bodies = bodies;
    subscribe('worker_threads', (message) => {
      const { worker } = message as { worker: Worker };
      this.#threads.add(worker);
      worker.on('exit', () => this.#threads.delete(worker));
    });
  }

  /** Takes a sample at certain shares of the bodies. At half of them and at the end it includes the heaps. */
  async sample(sent: number): Promise<void> {
    const is = (share: number) => sent === Math.ceil(this.#bodies * share);
    if (![0.1, 0.25, WARM, 0.75, 1].some(is)) return;
    const residentMib = Math.round(process.memoryUsage().rss / MIB);
    const heap = is(WARM) || is(1) ? { heapMib: await this.#heapMib(), threads: this.#threads.size } : {};
    this.#samples.push({ sent, residentMib, ...heap });
  }

  report(): string {
    const lines = this.#samples.map(
      ({ sent, residentMib, heapMib, threads }) =>
        `  after ${sent} bodies: ${residentMib} MiB resident${heapMib === undefined ? '' : `, ${heapMib} MiB in use in ${threads} threads`}`,
    );
    return ['memory; from the first heap snapshot on, it is part of the resident memory:', ...lines].join(
      '\n',
    );
  }

  /** Returns a problem if the heaps grew in the second half. */
  problems(): string[] {
    const [warm, end] = this.#samples.filter(({ heapMib }) => heapMib !== undefined);
    if (warm?.heapMib === undefined || end?.heapMib === undefined) return [];
    const perThread = (sample: Required<Sample>) => sample.heapMib / sample.threads;
    return perThread(end as Required<Sample>) > perThread(warm as Required<Sample>) * LEEWAY
      ? [`the heaps grew from ${warm.heapMib} to ${end.heapMib} MiB`]
      : [];
  }

  async #heapMib(): Promise<number> {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    let bytes = process.memoryUsage().heapUsed;
    for (const thread of this.#threads) {
      // Taking a heap snapshot of another thread is the only way to collect its garbage.
      for await (const _ of await thread.getHeapSnapshot());
      bytes += (await thread.getHeapStatistics()).used_heap_size;
    }
    return Math.round(bytes / MIB);
  }
}

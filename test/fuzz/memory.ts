import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MIB = 1024 * 1024;
/** Of the bodies: until then every function has started and grown to its usual size. */
const WARM = 0.5;
/** What collectors that run when they like leave to chance, in the memory of some forty threads. */
const LEEWAY = 1.25;

interface Sample {
  readonly sent: number;
  readonly rss: number;
  readonly heap: number;
}

/** Watches the memory of this process, in which the functions run as threads. */
export class MemoryGauge {
  readonly #marks: readonly number[];
  readonly #samples: Sample[] = [];
  readonly #collect: () => void;

  constructor(bodies: number) {
    this.#marks = [0.1, 0.25, WARM, 0.75, 1].map((share) => Math.ceil(bodies * share));
    setFlagsFromString('--expose-gc');
    this.#collect = runInNewContext('gc') as () => void;
  }

  /** Takes a sample when so many bodies were sent. */
  sample(sent: number): void {
    if (!this.#marks.includes(sent)) return;
    this.#collect();
    const { rss, heapUsed } = process.memoryUsage();
    this.#samples.push({ sent, rss, heap: heapUsed });
  }

  report(): string {
    const lines = this.#samples.map(
      ({ sent, rss, heap }) =>
        `  after ${sent} bodies: ${Math.round(rss / MIB)} MiB resident, ${Math.round(heap / MIB)} MiB heap of the main thread`,
    );
    return ['memory:', ...lines].join('\n');
  }

  /** What grew since everything was warm. */
  problems(): string[] {
    const [warm, end] = [this.#samples[2], this.#samples.at(-1)];
    if (!warm || !end || end === warm) return [];
    return (['rss', 'heap'] as const)
      .filter((what) => end[what] > warm[what] * LEEWAY)
      .map(
        (what) => `${what} grew from ${Math.round(warm[what] / MIB)} to ${Math.round(end[what] / MIB)} MiB`,
      );
  }
}

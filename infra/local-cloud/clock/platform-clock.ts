import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The variable of a program's environment that says by how many milliseconds the cloud's time is ahead of its own. */
export const CLOCK_VARIABLE = 'LOCAL_CLOUD_CLOCK_OFFSET_MS';

/** Returns a clock for a program with this environment: the cloud's time as it was when the environment was read. */
export function clockFrom(environment: NodeJS.ProcessEnv): () => number {
  const offset = Number(environment[CLOCK_VARIABLE] ?? 0);
  return () => Date.now() + offset;
}

/** The time in the cloud: that of this machine, moved ahead. It runs on at the usual pace. */
export class PlatformClock {
  /** Holds the offset in milliseconds as a 64-bit float; the functions' threads read it. */
  readonly shared = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  readonly #offset = new Float64Array(this.shared);
  readonly #file: string | undefined;

  /** Continues from the offset in the file, which is kept up to date. Without a file, starts at this machine's time. */
  constructor(file?: string) {
    this.#file = file;
    if (file !== undefined && existsSync(file)) this.#offset[0] = Number(readFileSync(file, 'utf8'));
  }

  /** The time in epoch milliseconds. */
  readonly now = (): number => Math.floor(Date.now() + this.offsetMs);

  /** By how much it is ahead of this machine's time. */
  get offsetMs(): number {
    return this.#offset[0] ?? 0;
  }

  moveBy(ms: number): void {
    this.#offset[0] = this.offsetMs + ms;
    if (this.#file !== undefined) writeFileSync(this.#file, String(this.offsetMs));
  }
}

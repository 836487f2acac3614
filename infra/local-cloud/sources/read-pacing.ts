import { sleep } from './backoff.ts';

/** Without a hint, a stream is read after so long at first, and when it stays empty up to so long. */
const MIN_INTERVAL_MS = 150;
const MAX_INTERVAL_MS = 1_000;
/** So much longer after each read in a row without a record. */
const INTERVAL_STEP_MS = 25;

/** After a hint, other writes of the moment may come into the same read. */
const HINT_DELAY_MS = 3;
/** The time between two reads, for each hint that came since the last one: under load, records come in batches. */
const GAP_PER_HINT_MS = 8;
const MAX_GAP_MS = 40;

/** Returns the delay after so many reads in a row without a record: an idle cloud should not load the machine. */
export const readIntervalMs = (emptyReads: number): number =>
  Math.min(MAX_INTERVAL_MS, MIN_INTERVAL_MS + INTERVAL_STEP_MS * emptyReads);

/** Returns the time between two reads while hints come. */
export const readGapMs = (hints: number): number => Math.min(MAX_GAP_MS, GAP_PER_HINT_MS * hints);

/** Decides when a stream is read next: soon after a hint that there may be something, and otherwise ever less often. */
export class ReadPacing {
  #hints = 0;
  #hintsBefore = 0;
  #emptyReads = 0;
  #lastReadAt = 0;
  #onHint: (() => void) | undefined;

  /** Something may have been written. */
  hint(): void {
    this.#hints += 1;
    this.#onHint?.();
  }

  /** Waits until the next read is due; returns early when the signal aborts. */
  async untilDue(foundRecords: boolean, signal: AbortSignal): Promise<void> {
    this.#emptyReads = foundRecords ? 0 : this.#emptyReads + 1;
    // More may have been written while these were processed.
    if (foundRecords && this.#hints === 0) this.#hints = 1;
    if (this.#hints === 0) await this.#hintWithin(readIntervalMs(this.#emptyReads), signal);
    if (this.#hints > 0) {
      const gap = readGapMs(Math.max(this.#hints, this.#hintsBefore));
      const passed = performance.now() - this.#lastReadAt;
      await sleep(Math.max(HINT_DELAY_MS, gap - passed), signal);
    }
    this.#hintsBefore = this.#hints;
    this.#hints = 0;
    this.#lastReadAt = performance.now();
  }

  async #hintWithin(ms: number, signal: AbortSignal): Promise<void> {
    const hinted = new AbortController();
    this.#onHint = () => hinted.abort();
    await sleep(ms, AbortSignal.any([hinted.signal, signal]));
    this.#onHint = undefined;
  }
}

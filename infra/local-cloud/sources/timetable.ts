import type { PlatformClock } from '../clock/platform-clock.ts';
import { sleep } from './backoff.ts';
import { fireSchedule, type Schedule } from './schedules.ts';

/**
 * Runs schedules: each at once and then at its rate, whether or not the last run has ended, like EventBridge. A schedule
 * that became due several times while the clock was moved runs once.
 */
export class Timetable {
  readonly #clock: PlatformClock;
  readonly #start: number;
  /** The next run of each schedule, epoch milliseconds. */
  readonly #next: Map<Schedule, number>;
  #lastRun: number;
  #wake: () => void = () => undefined;

  constructor(schedules: readonly Schedule[], clock: PlatformClock) {
    this.#clock = clock;
    this.#start = clock.now();
    this.#lastRun = this.#start;
    this.#next = new Map(schedules.map((schedule) => [schedule, this.#start]));
  }

  /** When schedules ran last, epoch milliseconds. */
  get lastRun(): number {
    return this.#lastRun;
  }

  /** Returns when a schedule runs next, at `atOrAfter` at the earliest; undefined when there is none. */
  nextRun(atOrAfter: number): number | undefined {
    const times = [...this.#next].map(([schedule, next]) =>
      Math.max(next, this.#tickFrom(schedule, atOrAfter)),
    );
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Runs what is due whenever it is due, until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      void this.runDue();
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      const next = Math.min(...this.#next.values());
      if (next === Number.POSITIVE_INFINITY) return;
      await sleep(Math.max(0, next - this.#clock.now()), AbortSignal.any([signal, woken.signal]));
    }
  }

  /** Runs what is due now and waits for its end. Errors are in the functions' logs, and the next run is another chance. */
  async runDue(): Promise<void> {
    const now = this.#clock.now();
    const due = [...this.#next].filter(([, next]) => next <= now).map(([schedule]) => schedule);
    if (due.length > 0) this.#lastRun = now;
    for (const schedule of due) this.#next.set(schedule, this.#tickFrom(schedule, now + 1));
    this.#wake();
    await Promise.allSettled(due.map((schedule) => fireSchedule(schedule, now)));
  }

  #tickFrom({ everyMs }: Schedule, time: number): number {
    return this.#start + Math.max(0, Math.ceil((time - this.#start) / everyMs)) * everyMs;
  }
}

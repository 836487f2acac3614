import { ControlRefused } from './control-refused.ts';
import { least } from './due-times.ts';
import { durationMs } from './duration.ts';
import type { PlatformClock } from './platform-clock.ts';

/** The cloud's time, and how to move it. */
export interface CloudClock {
  /** The time in epoch milliseconds. */
  now(): number;
  /**
   * Moves the time ahead by a duration (`28h`, `1d12h`, or milliseconds) and returns when everything that became due has
   * run. On the way it stops whenever something is due, so what is due again and again happens as often as it would.
   *
   * @throws ControlRefused when the duration is invalid, or something does not end
   */
  advance(duration: string | number): Promise<void>;
  /**
   * Does the same up to a point in time: an ISO 8601 text, a Date, or epoch milliseconds.
   *
   * @throws ControlRefused when it is in the past
   */
  set(time: string | number | Date): Promise<void>;
  /** Returns when everything that is due has run. */
  settle(): Promise<void>;
}

/** What moving the time needs of the cloud. */
export interface TimeTravelDependencies {
  readonly clock: PlatformClock;
  /** When the schedules ran last, and when they run next at or after a time. */
  readonly timetable: {
    readonly lastRun: number;
    nextRun(atOrAfter: number): number | undefined;
    runDue(): Promise<void>;
  };
  /** Waits until nothing runs any more. */
  readonly settle: () => Promise<void>;
  /** The time of the next item that waits for a schedule, after one time and up to another. */
  readonly nextDueItem: (range: { after: number; until: number }) => Promise<number | undefined>;
  /** The time of the next message that becomes visible. */
  readonly nextMessage: () => number | undefined;
  /** Adapts the delays and visibility timeouts of messages. */
  readonly moveQueues: (ms: number) => void;
  readonly deleteExpiredItems: () => Promise<void>;
  /** Called after each move. */
  readonly onMove: () => void;
}

/** Moves the cloud's time, one request at a time. */
export class TimeTravel implements CloudClock {
  readonly #deps: TimeTravelDependencies;
  #moving: Promise<unknown> = Promise.resolve();

  constructor(deps: TimeTravelDependencies) {
    this.#deps = deps;
  }

  now(): number {
    return this.#deps.clock.now();
  }

  advance(duration: string | number): Promise<void> {
    return this.#queue(() => this.#travel(this.now() + durationMs(duration)));
  }

  set(time: string | number | Date): Promise<void> {
    return this.#queue(() => {
      const target = new Date(time).getTime();
      if (Number.isNaN(target))
        throw new ControlRefused('TIME_INVALID', `${String(time)} is not a time: write 2030-01-31T12:00:00Z`);
      if (target < this.now())
        throw new ControlRefused(
          'TIME_PASSED',
          `the time only moves ahead, and it is ${new Date(this.now()).toISOString()}`,
        );
      return this.#travel(target);
    });
  }

  settle(): Promise<void> {
    return this.#deps.settle();
  }

  #queue(move: () => Promise<void>): Promise<void> {
    const moved = this.#moving.then(move);
    this.#moving = moved.catch(() => undefined);
    return moved;
  }

  async #travel(target: number): Promise<void> {
    const { settle, timetable, deleteExpiredItems } = this.#deps;
    await settle();
    while (this.now() < target) {
      this.#moveTo(await this.#nextStop(target));
      await timetable.runDue();
      await settle();
    }
    await deleteExpiredItems();
    await settle();
  }

  /** Returns when something is due next, at most `target`. What waits in a table is found by the schedule after it. */
  async #nextStop(target: number): Promise<number> {
    const { timetable, nextDueItem, nextMessage } = this.#deps;
    const item = await nextDueItem({ after: timetable.lastRun, until: target });
    const found = item === undefined ? undefined : timetable.nextRun(Math.max(item, this.now()));
    return least([target, found, nextMessage()]) ?? target;
  }

  #moveTo(time: number): void {
    const { clock, moveQueues, onMove } = this.#deps;
    const ms = time - this.now();
    if (ms <= 0) return;
    clock.moveBy(ms);
    moveQueues(ms);
    onMove();
  }
}

import { expect, it } from 'vitest';
import { PlatformClock } from '../../../../../infra/local-cloud/clock/platform-clock.ts';
import { TimeTravel } from '../../../../../infra/local-cloud/clock/time-travel.ts';

const MINUTE_MS = 60_000;

/** Travels a day with items due at these minutes, a message at others and a schedule every ten minutes. */
async function stopsOf(items: readonly number[], messages: readonly number[] = []): Promise<number[]> {
  const clock = new PlatformClock();
  const start = clock.now();
  const stops: number[] = [];
  let lastRun = start;
  const due = (minutes: readonly number[], after: number) =>
    minutes.map((minute) => start + minute * MINUTE_MS).find((time) => time > after);
  const travel = new TimeTravel({
    clock,
    timetable: {
      get lastRun() {
        return lastRun;
      },
      nextRun: (time) => start + Math.ceil((time - start) / (10 * MINUTE_MS)) * 10 * MINUTE_MS,
      runDue: async () => {
        lastRun = clock.now();
      },
    },
    settle: async () => undefined,
    nextDueItem: async ({ after }) => due(items, after),
    nextMessage: () => due(messages, clock.now()),
    moveQueues: () => undefined,
    deleteExpiredItems: async () => undefined,
    onMove: () => stops.push(Math.floor((clock.now() - start) / MINUTE_MS)),
  });
  await travel.advance('1d');
  return stops;
}

it('stops at the schedule after each item that is due, at each message, and at the end', async () => {
  expect(await stopsOf([15, 17, 720], [3])).toEqual([3, 20, 720, 1_440]);
});

it('goes straight to the end when nothing is due', async () => {
  expect(await stopsOf([])).toEqual([1_440]);
});

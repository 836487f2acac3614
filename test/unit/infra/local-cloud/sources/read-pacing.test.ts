import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  ReadPacing,
  readGapMs,
  readIntervalMs,
} from '../../../../../infra/local-cloud/sources/read-pacing.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(1_000);
});
afterEach(() => {
  vi.useRealTimers();
});

const RUNNING = new AbortController().signal;

/** Waits for the next read; `due()` returns whether it is due. */
function next(pacing: ReadPacing, foundRecords: boolean, signal = RUNNING) {
  let due = false;
  void pacing.untilDue(foundRecords, signal).then(() => {
    due = true;
  });
  return { due: () => due, after: (ms: number) => vi.advanceTimersByTimeAsync(ms).then(() => due) };
}

it('reads ever less often where nothing comes, once a second in the end', () => {
  expect(readIntervalMs(0)).toBeLessThan(readIntervalMs(10));
  expect(readIntervalMs(10_000)).toBe(1_000);
});

it('leaves more time between reads, the more hints come', () => {
  expect(readGapMs(1)).toBeLessThan(readGapMs(2));
  expect(readGapMs(1_000)).toBe(40);
});

it('waits for its time without a hint, and hardly at all with one', async () => {
  const pacing = new ReadPacing();
  const first = next(pacing, false);
  expect(await first.after(readIntervalMs(1) - 1)).toBe(false);
  expect(await first.after(1)).toBe(true);
  const second = next(pacing, false);
  expect(await second.after(20)).toBe(false);
  pacing.hint();
  expect(await second.after(3)).toBe(true);
});

it('counts a hint that came while the last records were processed', async () => {
  const pacing = new ReadPacing();
  pacing.hint();
  expect(await next(pacing, false).after(readGapMs(1))).toBe(true);
  // The hint is used up.
  expect(await next(pacing, false).after(readGapMs(1))).toBe(false);
});

it('reads again soon after it found something', async () => {
  const pacing = new ReadPacing();
  expect(await next(pacing, true).after(readGapMs(1))).toBe(true);
});

it('does not read twice within the time that the hints ask for', async () => {
  const pacing = new ReadPacing();
  for (let count = 0; count < 4; count += 1) pacing.hint();
  expect(await next(pacing, false).after(3)).toBe(true);
  const busy = next(pacing, false);
  pacing.hint();
  expect(await busy.after(readGapMs(4) - 1)).toBe(false);
  expect(await busy.after(1)).toBe(true);
});

it('stops waiting when it is to stop', async () => {
  const stopping = new AbortController();
  const waiting = next(new ReadPacing(), false, stopping.signal);
  stopping.abort();
  expect(await waiting.after(0)).toBe(true);
});

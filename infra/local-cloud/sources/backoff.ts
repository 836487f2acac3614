import { setTimeout as timer } from 'node:timers/promises';

const MAX_BACKOFF_MS = 10_000;

/** Waits; returns early when the signal aborts. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await timer(ms, undefined, { signal }).catch(() => undefined);
}

/** Returns the delay before the attempt that follows so many `failures` in a row. */
export const backoffMs = (failures: number): number =>
  Math.min(MAX_BACKOFF_MS, 100 * 2 ** Math.min(failures - 1, 10));

import { setTimeout as timer } from 'node:timers/promises';

const MAX_BACKOFF_MS = 10_000;

/** Waits, or stops waiting when the signal says so. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await timer(ms, undefined, { signal }).catch(() => undefined);
}

/** How long to wait before the attempt after `failures` of them. */
export const backoffMs = (failures: number): number =>
  Math.min(MAX_BACKOFF_MS, 100 * 2 ** Math.min(failures - 1, 10));

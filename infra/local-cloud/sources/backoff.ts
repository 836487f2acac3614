const MAX_BACKOFF_MS = 10_000;

/** Waits; returns early when the signal aborts. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    if (signal.aborted) finish();
    else signal.addEventListener('abort', finish);
  });
}

/** Returns the delay before the attempt that follows so many `failures` in a row. */
export const backoffMs = (failures: number): number =>
  Math.min(MAX_BACKOFF_MS, 100 * 2 ** Math.min(failures - 1, 10));

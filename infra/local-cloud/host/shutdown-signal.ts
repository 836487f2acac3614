/** npm passes on a Ctrl-C that the terminal has already delivered: two signals within this time are one. */
const DEBOUNCE_MS = 300;

/**
 * Aborts when this process is asked to stop: by Ctrl-C, by its supervisor, or because its parent process is gone. A
 * second request ends the process at once.
 */
export function shutdownSignal(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const requestStop = () => {
    const now = Date.now();
    if (firstAt !== undefined && now - firstAt > DEBOUNCE_MS) process.exit(130);
    firstAt ??= now;
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, requestStop);
  process.on('disconnect', requestStop);
  return controller.signal;
}

/** Resolves when the signal is aborted. */
export const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

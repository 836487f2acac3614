/** npm passes a Ctrl-C on that the terminal has delivered already: this close together they are one. */
const SAME_MS = 300;

/**
 * Aborts when this process is asked to stop: by Ctrl-C, by its supervisor, or because whoever started it is gone. Asked
 * again, it ends at once.
 */
export function interruption(): AbortSignal {
  const asked = new AbortController();
  let since: number | undefined;
  const ask = () => {
    const now = Date.now();
    if (since !== undefined && now - since > SAME_MS) process.exit(130);
    since ??= now;
    asked.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  process.on('disconnect', ask);
  return asked.signal;
}

/** Resolves once the signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

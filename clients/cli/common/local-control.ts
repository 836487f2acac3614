import { CommandError } from './command-error.ts';

/** Where a local cloud takes control requests. */
const CONTROL_PREFIX = '/_control/';

/**
 * Asks a control of the local cloud, and returns its answer.
 *
 * @throws CommandError when the cloud does not answer, has no such control, or refuses
 */
export async function askControl(
  apiUrl: string,
  path: string,
  body?: object,
  method = body === undefined ? 'GET' : 'POST',
): Promise<Readonly<Record<string, unknown>>> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${apiUrl}${CONTROL_PREFIX}${path}`, init).catch(() => undefined);
  if (!response)
    throw new CommandError(
      `Nothing answers at ${apiUrl}: start the local cloud (npm start, or issuary dev start).`,
    );
  const answer = (await response.json().catch(() => ({}))) as Readonly<Record<string, unknown>>;
  if (response.ok) return answer;
  const reason = answer['message'] ?? answer['errorMsg'] ?? `HTTP ${response.status}`;
  throw new CommandError(`The local cloud refuses ${path}: ${String(reason)}.`);
}

/** Returns the platform's clock: that of a local cloud may have been moved, any other is this machine's. */
export async function platformClock(apiUrl: string): Promise<() => number> {
  const clock = await askControl(apiUrl, 'clock').catch(() => ({ offsetMs: 0 }));
  const offset = Math.floor(Number(clock['offsetMs'] ?? 0));
  return () => Date.now() + offset;
}

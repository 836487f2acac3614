import { join } from 'node:path';
import { CommandError } from './command-error.ts';
import { parseJsonObject, readIfPresent } from './files.ts';

/**
 * Returns the origin of the receiver that the local cloud's demo merchant has.
 *
 * @throws CommandError when there is none
 */
export function receiverUrl(keysDir: string): string {
  const file = join(keysDir, 'merchant.json');
  const { notifyUrl } = parseJsonObject(readIfPresent(file) ?? '{}', file);
  if (typeof notifyUrl === 'string') return new URL(notifyUrl).origin;
  throw new CommandError(`${file} names no receiver: start the local cloud (npm start).`);
}

/**
 * Registers a listener at the receiver, until the signal is aborted.
 *
 * @returns a promise that resolves when the receiver ends the registration
 * @throws CommandError when the receiver does not answer
 */
export async function openListener(
  receiver: string,
  url: string,
  signal: AbortSignal,
): Promise<{ readonly ended: Promise<void> }> {
  const response = await fetch(`${receiver}/listeners`, {
    method: 'PUT',
    body: JSON.stringify({ url }),
    signal,
  }).catch(() => undefined);
  if (!response?.body || response.status !== 200)
    throw new CommandError(`The receiver at ${receiver} does not answer: start the local cloud (npm start).`);
  const ended = response.body.pipeTo(new WritableStream()).catch(() => undefined);
  return { ended };
}

/** Returns the received notifications with these values, after waiting for the first of them at most so long. */
export async function receivedNotifications(
  receiver: string,
  filter: Readonly<Record<string, string>>,
  waitSeconds: number,
): Promise<readonly { readonly type: string; readonly content: Readonly<Record<string, unknown>> }[]> {
  const query = new URLSearchParams({ ...filter, wait: String(waitSeconds), secrets: 'shown' });
  const response = await fetch(`${receiver}/received?${query}`).catch(() => undefined);
  if (!response?.ok)
    throw new CommandError(`The receiver at ${receiver} does not answer: start the local cloud (npm start).`);
  return (await response.json()) as Awaited<ReturnType<typeof receivedNotifications>>;
}

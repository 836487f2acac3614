import { UsageError } from './command-error.ts';

/** The clear gateway's port where none is chosen, beside `npm start` and alone. */
export const CLEAR_GATEWAY_PORT = 8084;

/**
 * Returns a port as a number.
 *
 * @throws UsageError when it is not one
 */
export function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port must be from 0 to 65535, not ${text}.`);
}

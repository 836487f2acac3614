import { type CallContext, ResponseMissing } from './client-errors.ts';

/** Why no connection came about, by the code of the error; the request was then never sent. */
const UNSENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  // Bun.
  ConnectionRefused: 'connection refused',
  FailedToOpenSocket: 'connection refused',
  ENOTFOUND: 'unknown host name',
  EAI_AGAIN: 'the host name could not be resolved',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no network',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
};
/** How Deno says that a connection was refused: its errors have no code. */
const REFUSED = /connection refused/i;
const CERTIFICATE = /CERT|ERR_TLS|SELF_SIGNED/;
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Returns the error for an attempt that ended with an exception instead of a response. */
export function responseMissing(
  context: CallContext,
  baseUrl: string,
  timeoutMs: number,
  cause: unknown,
): ResponseMissing {
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return new ResponseMissing(context, `no response within ${timeoutMs} ms`, { cause });
  const why = [...chain(cause)].map(unsentReason).find((reason) => reason !== undefined);
  if (why === undefined) return new ResponseMissing(context, 'the connection broke', { cause });
  return new ResponseMissing(context, `cannot reach ${baseUrl}: ${why}. ${advice(baseUrl)}`, {
    isUnsent: true,
    cause,
  });
}

function unsentReason({ code, message }: { code?: unknown; message?: unknown }): string | undefined {
  if (typeof code === 'string' && Object.hasOwn(UNSENT, code)) return UNSENT[code];
  if (typeof code === 'string' && CERTIFICATE.test(code)) return `its certificate is not trusted (${code})`;
  return typeof message === 'string' && REFUSED.test(message) ? UNSENT['ECONNREFUSED'] : undefined;
}

const advice = (baseUrl: string): string =>
  isLoopback(baseUrl)
    ? 'Start the platform there, with npm start in its folder, or correct baseUrl'
    : 'Check baseUrl and the network';

/** Whether the URL is on this machine. */
export const isLoopback = (url: string): boolean => LOOPBACK.test(new URL(url).hostname);

/** The error and what caused it, the attempts of several addresses included. */
function* chain(error: unknown): Iterable<{ code?: unknown; message?: unknown }> {
  if (!(error instanceof Error)) return;
  yield error;
  if (error instanceof AggregateError) for (const each of error.errors) yield* chain(each);
  yield* chain(error.cause);
}

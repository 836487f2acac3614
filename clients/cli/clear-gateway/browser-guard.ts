import type { IncomingMessage } from 'node:http';
import { PROVOKE_HEADER } from '../../../shared/wire/contract/provoke-header.ts';

/** Who may use the gateway beside programs of this machine. */
export interface BrowserRules {
  /** Origins whose pages may call it. */
  readonly origins: ReadonlySet<string>;
}

/** A request that is refused, and why. */
interface Refusal {
  readonly status: 403 | 421;
  readonly message: string;
}

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/**
 * Returns why a request is refused; undefined when it is not. A page on another site could resolve its own name to this
 * machine (DNS rebinding) and would then send that name as Host; and every browser names the page's origin in a request
 * that can change something.
 */
export function refusalOf({ headers }: IncomingMessage, { origins }: BrowserRules): Refusal | undefined {
  const { host = '', origin } = headers;
  if (!LOOPBACK_HOST.test(host)) return { status: 421, message: `${host} is not a name of this machine` };
  if (origin !== undefined && !origins.has(origin))
    return {
      status: 403,
      message: `pages of ${origin} may not call this gateway: start it with --allow-origin ${origin}`,
    };
  if (origin === undefined && headers['sec-fetch-site'] === 'cross-site')
    return { status: 403, message: 'pages of other sites may not call this gateway' };
  return undefined;
}

/** Returns the headers that let a page of an allowed origin read the response. */
export function corsHeaders(
  { headers: { origin } }: IncomingMessage,
  { origins }: BrowserRules,
): Record<string, string> {
  const vary = { vary: 'origin' };
  if (origin === undefined || !origins.has(origin)) return vary;
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST, GET, OPTIONS',
    'access-control-allow-headers': `content-type, ${PROVOKE_HEADER}`,
    'access-control-allow-private-network': 'true',
    'access-control-expose-headers': 'issuary-request-id, issuary-hint, issuary-async',
  };
}

/** Returns the origins of a URL on this machine: by its address and by name. */
export function localOrigins(url: string): string[] {
  const { protocol, hostname, port } = new URL(url);
  if (!LOOPBACK_HOST.test(hostname)) return [];
  const suffix = port === '' ? '' : `:${port}`;
  return ['127.0.0.1', 'localhost'].map((host) => `${protocol}//${host}${suffix}`);
}

import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { TcpNetConnectOpts } from 'node:net';
import { checkedLookup, type Resolve } from './checked-lookup.ts';
import { type DestinationPolicy, parseDestination } from './destination-policy.ts';

/** How long an idle connection is kept open. */
const KEEP_ALIVE_MS = 4_000;

/** Statuses of responses without a body. */
const BODILESS_STATUSES: ReadonlySet<number> = new Set([204, 205, 304]);

/** The options of `fetch` that the client of an external issuer uses. */
type FetchInit = Pick<RequestInit, 'method' | 'body' | 'signal'> & {
  readonly headers?: Record<string, string>;
};

/**
 * Returns a `fetch` that reaches only destinations allowed by the policy: every connection goes to an address that was
 * checked after name resolution, and redirects are not followed. Connections are kept alive briefly.
 *
 * The returned function throws DestinationForbidden, or the error of the connection.
 */
export function checkedFetch(policy: DestinationPolicy, resolve?: Resolve): typeof fetch {
  const options = { keepAlive: true, timeout: KEEP_ALIVE_MS };
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
  return (async (input: string, init: FetchInit = {}) => {
    const url = parseDestination(String(input), policy, 'calls');
    const isPlain = url.protocol === 'http:';
    const requestOptions: RequestOptions & Pick<TcpNetConnectOpts, 'autoSelectFamily'> = {
      method: init.method ?? 'GET',
      headers: init.headers ?? {},
      agent: agents[isPlain ? 'http:' : 'https:'],
      rejectUnauthorized: true,
      lookup: checkedLookup(url, policy, 'calls', resolve),
      // Makes Node resolve all addresses of a name and try them in turn.
      autoSelectFamily: true,
      ...(init.signal && { signal: init.signal }),
    };
    const message = await new Promise<IncomingMessage>((responded, failed) => {
      (isPlain ? httpRequest : httpsRequest)(url, requestOptions)
        .on('response', responded)
        .on('error', failed)
        .on('close', () => failed(new Error('the connection was closed without a response')))
        .end(init.body);
    });
    return responseOf(message);
  }) as typeof fetch;
}

async function responseOf(message: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const status = message.statusCode ?? 0;
  if (status >= 300 && status < 400) throw new TypeError('redirects are not followed');
  const headers = Object.entries(message.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return new Response(BODILESS_STATUSES.has(status) ? null : Buffer.concat(chunks), { status, headers });
}

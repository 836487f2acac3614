import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { TcpNetConnectOpts } from 'node:net';
import { checkedLookup, type Resolve } from './checked-lookup.ts';
import { type DestinationPolicy, parseDestination } from './destination-policy.ts';

/** How long a connection is kept for the next call. */
const KEEP_ALIVE_MS = 4_000;

/** Statuses whose answers have no body. */
const BODILESS_STATUSES: ReadonlySet<number> = new Set([204, 205, 304]);

/** What of `fetch` the client of a platform below uses. */
type FetchInit = Pick<RequestInit, 'method' | 'body' | 'signal'> & {
  readonly headers?: Record<string, string>;
};

/**
 * A `fetch` that goes where the rules let it go alone: each connection is made to an address that was checked, whatever its
 * name led to before, and no redirect is followed. Connections are kept for a moment, as one call follows another.
 *
 * It throws DestinationForbidden, or what the connection failed with.
 */
export function checkedFetch(rules: DestinationPolicy, resolve?: Resolve): typeof fetch {
  const options = { keepAlive: true, timeout: KEEP_ALIVE_MS };
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
  return (async (input: string, init: FetchInit = {}) => {
    const url = parseDestination(String(input), rules, 'calls');
    const isPlain = url.protocol === 'http:';
    const requestOptions: RequestOptions & Pick<TcpNetConnectOpts, 'autoSelectFamily'> = {
      method: init.method ?? 'GET',
      headers: init.headers ?? {},
      agent: agents[isPlain ? 'http:' : 'https:'],
      rejectUnauthorized: true,
      lookup: checkedLookup(url, rules, 'calls', resolve),
      // So that Node asks for all addresses of a name, and tries one after the other.
      autoSelectFamily: true,
      ...(init.signal && { signal: init.signal }),
    };
    const message = await new Promise<IncomingMessage>((answered, failed) => {
      (isPlain ? httpRequest : httpsRequest)(url, requestOptions)
        .on('response', answered)
        .on('error', failed)
        .on('close', () => failed(new Error('closed without an answer')))
        .end(init.body);
    });
    return responseOf(message);
  }) as typeof fetch;
}

async function responseOf(message: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const status = message.statusCode ?? 0;
  if (status >= 300 && status < 400) throw new TypeError('the answer leads elsewhere');
  const headers = Object.entries(message.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return new Response(BODILESS_STATUSES.has(status) ? null : Buffer.concat(chunks), { status, headers });
}

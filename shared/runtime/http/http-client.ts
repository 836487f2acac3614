import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { LookupFunction, TcpNetConnectOpts } from 'node:net';
import { version } from '../../wire/version.ts';
import { checkedLookup, type Resolve } from './checked-lookup.ts';
import { DestinationForbidden, type DestinationPolicy, parseDestination } from './destination-policy.ts';

/** How long a merchant has to answer, from the look-up of its name to the last byte (contract section 4). */
const TIMEOUT_MS = 15_000;
/** The most of an answer that is read. */
const MAX_RESPONSE_BYTES = 65_536;

/** Common rules of firewalls refuse requests without a user agent or an accept header; answers are read as they are. */
const DEFAULT_HEADERS = {
  'content-type': 'application/json',
  'user-agent': `Issuary/${version}`,
  accept: '*/*',
  'accept-encoding': 'identity',
};

/** What came back: the beginning of the body, and how the answer asks to be left alone for a while. */
export interface PostResponse {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string;
}

/** No answer came; the cause says why, and its `code` which way. */
export class NoHttpResponse extends Error {
  override readonly name = 'NoHttpResponse';
}

export interface HttpPostOptions {
  readonly policy: DestinationPolicy;
  readonly resolve?: Resolve;
  /** Aborts the attempt when its time is over. */
  readonly deadline?: () => AbortSignal;
}

/**
 * What posts JSON to merchants: only where the rules let it go, each time by a connection of its own to an address that
 * was checked, without a proxy, without following redirects, within 15 s, and reading no more of the answer than 64 kB.
 *
 * It throws DestinationForbidden, NoAnswer, or the TimeoutError of its deadline.
 */
export function httpPost({
  policy,
  resolve,
  deadline = () => AbortSignal.timeout(TIMEOUT_MS),
}: HttpPostOptions): (
  url: string,
  body: string,
  headers?: Readonly<Record<string, string>>,
) => Promise<PostResponse> {
  return async (text, body, headers = {}) => {
    const url = parseDestination(text, policy);
    const signal = deadline();
    try {
      const response = await responseFrom(
        await post(url, { body, headers }, checkedLookup(url, policy, 'notifications', resolve), signal),
      );
      // A body that only the connection's end would end looks whole when the deadline cut it.
      signal.throwIfAborted();
      return response;
    } catch (cause) {
      signal.throwIfAborted();
      throw cause instanceof DestinationForbidden ? cause : new NoHttpResponse('no answer', { cause });
    }
  };
}

interface PostRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

function post(
  url: URL,
  { body, headers }: PostRequest,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const options: RequestOptions & Pick<TcpNetConnectOpts, 'autoSelectFamily'> = {
    method: 'POST',
    headers: { ...DEFAULT_HEADERS, ...headers },
    // A new one without settings: no connection to share, and no proxy.
    agent: false,
    rejectUnauthorized: true,
    lookup,
    // So that Node asks for all addresses of a name, and tries one after the other.
    autoSelectFamily: true,
    signal,
  };
  return new Promise((resolve, reject) => {
    send(url, options)
      .on('response', resolve)
      .on('error', reject)
      // An answer that is none, as an upgrade that nobody asked for, closes without an error.
      .on('close', () => reject(new Error('closed without an answer')))
      .end(body);
  });
}

async function responseFrom(message: IncomingMessage): Promise<PostResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_RESPONSE_BYTES) break;
  }
  const { statusCode = 0, headers } = message;
  const retryAfter = headers['retry-after'];
  return {
    status: statusCode,
    body: Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString(),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

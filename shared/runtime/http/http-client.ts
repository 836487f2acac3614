import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { LookupFunction, TcpNetConnectOpts } from 'node:net';
import { version } from '../../wire/version.ts';
import { checkedLookup, type Resolve } from './checked-lookup.ts';
import { DestinationForbidden, type DestinationPolicy, parseDestination } from './destination-policy.ts';

/** How long a merchant has to respond, from the name lookup to the last byte (contract section 4). */
const TIMEOUT_MS = 15_000;
/** How much of a response is read. */
const MAX_RESPONSE_BYTES = 65_536;

/**
 * Common firewall rules reject requests without a user agent or an accept header. Responses are read without
 * decompression.
 */
const DEFAULT_HEADERS = {
  'content-type': 'application/json',
  'user-agent': `Issuary/${version}`,
  accept: '*/*',
  'accept-encoding': 'identity',
};

/** A response: its status, the beginning of its body, and its Retry-After header. */
interface PostResponse {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string;
}

/** No response came; the cause and its `code` say why. */
export class NoHttpResponse extends Error {
  override readonly name = 'NoHttpResponse';
}

interface HttpPostOptions {
  readonly policy: DestinationPolicy;
  readonly resolve?: Resolve;
  /** Makes the signal that aborts an attempt after so many milliseconds. */
  readonly deadline?: (timeoutMs: number) => AbortSignal;
}

/**
 * Returns a function that posts JSON to merchants, within the destination policy. Each request opens its own connection
 * to a checked address, without a proxy, follows no redirects, takes at most 15 s, or less where told, and reads at most
 * 64 kB of the response.
 *
 * The function throws DestinationForbidden, NoHttpResponse, or the TimeoutError of its deadline.
 */
export function httpPost({
  policy,
  resolve,
  deadline = (ms) => AbortSignal.timeout(ms),
}: HttpPostOptions): (
  url: string,
  body: string,
  headers?: Readonly<Record<string, string>>,
  timeoutMs?: number,
) => Promise<PostResponse> {
  return async (text, body, headers = {}, timeoutMs = TIMEOUT_MS) => {
    const url = parseDestination(text, policy);
    const signal = deadline(timeoutMs);
    try {
      const response = await responseFrom(
        await post(url, { body, headers }, checkedLookup(url, policy, 'notifications', resolve), signal),
      );
      // A body that is delimited by the end of the connection looks complete when the deadline cuts it.
      signal.throwIfAborted();
      return response;
    } catch (cause) {
      signal.throwIfAborted();
      throw cause instanceof DestinationForbidden ? cause : new NoHttpResponse('no response', { cause });
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
    // A new agent without settings: no shared connection and no proxy.
    agent: false,
    rejectUnauthorized: true,
    lookup,
    // Makes Node request all addresses of a name and try them one after the other.
    autoSelectFamily: true,
    signal,
  };
  return new Promise((resolve, reject) => {
    send(url, options)
      .on('response', resolve)
      .on('error', reject)
      // Anything but a response, such as an unsolicited upgrade, closes the connection without an error.
      .on('close', () => reject(new Error('closed without a response')))
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

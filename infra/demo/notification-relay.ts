import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ReceiverResponse, readBody } from './receiver-http.ts';

/** How long a listener may take. The platform itself waits at most 15 seconds for an answer. */
const TIMEOUT_MS = 14_000;

/** Headers that belong to one connection, or that fetch sets by itself. */
const HOP_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'expect',
]);

/**
 * Passes notifications on to programs of this machine that listen: each as the platform posted it, with its headers. A
 * listener registers with `PUT /listeners` and a body `{"url":…}`, and is gone when it closes that request. What it
 * answers is what the platform gets.
 */
export class NotificationRelay {
  readonly #listeners = new Set<string>();

  /** Registers the listener of a request until the request is closed. Returns a refusal, or undefined. */
  async register(request: IncomingMessage, response: ServerResponse): Promise<ReceiverResponse | undefined> {
    if (request.headers.origin !== undefined) return { status: 403, body: 'not for web pages' };
    const url = loopbackUrl(await readBody(request));
    if (url === undefined) return { status: 400, body: 'url must be http:// at 127.0.0.1 or localhost' };
    this.#listeners.add(url);
    response.once('close', () => this.#listeners.delete(url));
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('listening\n');
    return undefined;
  }

  /** Returns the answer of the listeners: the first that is not `accepted`; undefined when nobody listens. */
  async forward(
    body: string,
    { url: path = '/', headers }: IncomingMessage,
    accepted: string,
  ): Promise<ReceiverResponse | undefined> {
    const answers = await Promise.all([...this.#listeners].map((url) => post(url + path, body, headers)));
    return answers.find((answer) => answer.status !== 200 || answer.body !== accepted) ?? answers[0];
  }
}

function loopbackUrl(body: string | undefined): string | undefined {
  try {
    const { url } = JSON.parse(body ?? '') as { url: unknown };
    const { protocol, hostname, origin } = new URL(String(url));
    return protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname) ? origin : undefined;
  } catch {
    return undefined;
  }
}

async function post(
  url: string,
  body: string,
  headers: IncomingMessage['headers'],
): Promise<ReceiverResponse> {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || HOP_HEADERS.has(name) ? [] : [[name, String(value)] as const],
  );
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, {
      method: 'POST',
      headers: Object.fromEntries(kept),
      body,
      redirect: 'manual',
      signal,
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: 502, body: 'the listener did not answer' };
  }
}

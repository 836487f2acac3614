import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 1024 * 1024;

/** A response of the receiver. */
export interface ReceiverResponse {
  readonly status: number;
  readonly body: string | object;
}

/** Whether the request names this machine in a way that nobody else can make resolve to it. */
export const isForThisMachine = ({ headers: { host = '' } }: IncomingMessage): boolean =>
  /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(host);

/** Returns a signal that aborts when the response is no longer needed. */
export function closedSignal(response: ServerResponse): AbortSignal {
  const end = new AbortController();
  response.once('close', () => end.abort());
  return end.signal;
}

/** Returns the body, or undefined when it is too large. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString() : undefined;
}

/** Sends a response, an object as JSON. */
export function send(response: ServerResponse, { status, body }: ReceiverResponse): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
  response.end(isText ? body : `${JSON.stringify(body, null, 2)}\n`);
}

/** The response for an unexpected error. */
export function failure(error: unknown): ReceiverResponse {
  return { status: 500, body: error instanceof Error ? error.name : 'failed' };
}

/** Listens on the loopback interface and returns the port. Rejects when the port is not available. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Stops the server and closes waiting requests. */
export async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

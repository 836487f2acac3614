import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A merchant's HTTP endpoint in this process. */
export interface Endpoint {
  readonly url: string;
  /** The path, content type and body of every request. */
  readonly requests: { path: string; contentType: string | undefined; body: string }[];
  /** The headers of every request, in the same order. */
  readonly headers: IncomingHttpHeaders[];
  /** Sets the response to the next requests. */
  respondWith(answer: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** Responds with this body and status. */
export const withBody =
  (body: string, status = 200) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
  };

/** Opens an endpoint that responds SUCCESS by default. */
export async function openEndpoint(): Promise<Endpoint> {
  const requests: Endpoint['requests'] = [];
  const headers: Endpoint['headers'] = [];
  let respond = withBody('SUCCESS');
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      requests.push({ path: request.url ?? '', contentType: request.headers['content-type'], body });
      headers.push(request.headers);
      respond(response);
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
    requests,
    headers,
    respondWith: (next) => {
      respond = next;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a request: it is forwarded once or twice, gets HTTP 500, or gets no response. */
export type ProxyMode = 'pass' | 'twice' | 'HTTP 500' | 'nothing';

/** A proxy that tests can make fail. */
export interface FaultyProxy {
  readonly url: string;
  /** Where requests are forwarded to. Tests set it again when the target moves. */
  target: string;
  mode: ProxyMode;
  /** Called with each request's path before it is forwarded. */
  onRequest: (path: string) => void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port. */
export async function startFaultyProxy(target = ''): Promise<FaultyProxy> {
  const server = createServer((request, response) => {
    handle(proxy, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target,
    mode: 'pass',
    onRequest: () => undefined,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}

async function handle(proxy: FaultyProxy, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  const body = await textOf(request);
  proxy.onRequest(path);
  const { mode, target } = proxy;
  if (mode === 'nothing') return void response.destroy();
  if (mode === 'HTTP 500') return void response.writeHead(500).end();
  const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
  const forward = () =>
    fetch(target + path, { method: 'POST', headers: headers as Record<string, string>, body });
  if (mode === 'twice') await (await forward()).text();
  const answer = await forward();
  const text = await answer.text();
  response.writeHead(answer.status, signatureOf(answer)).end(text);
}

/** Returns the headers of the signature. The length and encoding are set anew, because the text is decoded. */
const signatureOf = ({ headers }: Response) =>
  Object.fromEntries(
    [...headers].filter(([name]) => /^(content-digest|signature|signature-input)$/.test(name)),
  );

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

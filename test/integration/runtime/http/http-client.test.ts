import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, get, setGlobalProxyFromEnv } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Resolve } from '../../../../shared/runtime/http/checked-lookup.ts';
import { httpPost, NoHttpResponse } from '../../../../shared/runtime/http/http-client.ts';
import { type Endpoint, openEndpoint } from '../../../support/endpoints/http-endpoint.ts';
import { cleanups, closeAll, listen } from '../../../support/endpoints/sockets.ts';

const rules = { allowLoopback: true };
let endpoint: Endpoint;

beforeEach(async () => {
  endpoint = await openEndpoint();
  cleanups.push(() => endpoint.close());
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeAll();
});

/** Returns a deadline that passes when the test ends it. */
function deadline() {
  const controller = new AbortController();
  const over = () => controller.abort(new DOMException('the time is over', 'TimeoutError'));
  return { over, deadline: () => controller.signal };
}

describe('a post', () => {
  it('sends JSON and returns status, body and Retry-After', async () => {
    endpoint.respondWith((response) => {
      response.writeHead(429, { 'retry-after': '120' }).end('later');
    });
    const answer = await httpPost({ policy: rules })(`${endpoint.url}?a=1`, '{"a":"ü"}');
    expect(answer).toEqual({ status: 429, body: 'later', retryAfter: '120' });
    expect(endpoint.requests).toEqual([
      { path: '/notify?a=1', contentType: 'application/json', body: '{"a":"ü"}' },
    ]);
  });

  it('sends the platform’s headers and those of its caller', async () => {
    await httpPost({ policy: rules })(endpoint.url, '{}', { 'webhook-id': 'card_operate/1' });
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(endpoint.headers).toEqual([
      expect.objectContaining({
        'user-agent': `Issuary/${version}`,
        accept: '*/*',
        'accept-encoding': 'identity',
        'webhook-id': 'card_operate/1',
      }),
    ]);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i)', async (status) => {
    const elsewhere = await openEndpoint();
    cleanups.push(() => elsewhere.close());
    endpoint.respondWith((response) => {
      response.writeHead(status, { location: elsewhere.url }).end('moved');
    });
    expect(await httpPost({ policy: rules })(endpoint.url, '{}')).toEqual({ status, body: 'moved' });
    expect(endpoint.requests).toHaveLength(1);
    expect(elsewhere.requests).toEqual([]);
  });

  it('reads 64 kB of a longer answer, and closes the connection', async () => {
    let closed: Promise<unknown> | undefined;
    endpoint.respondWith((response) => {
      closed = once(response, 'close');
      response.write('x'.repeat(65_537));
    });
    expect(await httpPost({ policy: rules })(endpoint.url, '{}')).toEqual({
      status: 200,
      body: 'x'.repeat(65_536),
    });
    await closed;
  });

  it('uses its own connection, and no proxy', async () => {
    const proxy = await listen(createHttpServer((_, response) => response.end('SUCCESS from the proxy')));
    const direct = await listen(createHttpServer((_, response) => response.end('SUCCESS')));
    const address = `http://127.0.0.1:${proxy.port}`;
    cleanups.push(setGlobalProxyFromEnv({ http_proxy: address, https_proxy: address, no_proxy: '' }));
    const [viaProxy] = await once(get(`http://127.0.0.1:${direct.port}/`), 'response');
    expect((await viaProxy.toArray()).join('')).toBe('SUCCESS from the proxy');
    const throughProxy = proxy.connections.length;
    for (let n = 1; n <= 2; n += 1) {
      const answer = await httpPost({ policy: rules })(`http://127.0.0.1:${direct.port}/`, '{}');
      expect(answer).toMatchObject({ body: 'SUCCESS' });
      expect(direct.connections).toHaveLength(n);
    }
    expect(proxy.connections).toHaveLength(throughProxy);
  });
});

describe('it is no response', () => {
  it.each<[string, string | undefined, (socket: Socket) => void]>([
    ['when the connection closes', 'ECONNRESET', (socket) => socket.destroy()],
    [
      'when the connection closes within the body',
      'ECONNRESET',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nSUCCESS'),
    ],
    ['when the data is not HTTP', 'HPE_INVALID_CONSTANT', (socket) => socket.end('SUCCESS')],
    [
      'after an upgrade',
      undefined,
      (socket) =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    ],
    [
      'after endless headers',
      'HPE_HEADER_OVERFLOW',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\na: ${'x'.repeat(100_000)}`),
    ],
  ])('%s', async (_, code, answer) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).once('data', () => answer(socket));
    });
    const listening = await listen(server);
    const error = await httpPost({ policy: rules })(`http://127.0.0.1:${listening.port}/`, '{}').catch(
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(NoHttpResponse);
    expect(error.cause.code).toBe(code);
  });

  it('when nothing listens on the port', async () => {
    await endpoint.close();
    await expect(httpPost({ policy: rules })(endpoint.url, '{}')).rejects.toMatchObject({
      name: 'NoHttpResponse',
      cause: { code: 'ECONNREFUSED' },
    });
  });
});

describe('a post times out while', () => {
  const TIMED_OUT = { name: 'TimeoutError' };

  it('the name is resolved', async () => {
    const time = deadline();
    const resolve: Resolve = () => time.over();
    const post = httpPost({ policy: rules, resolve, ...time })('https://shop.example/', '{}');
    await expect(post).rejects.toMatchObject(TIMED_OUT);
  });

  it.each(['https', 'http'])('a server accepts the connection and sends nothing (%s)', async (protocol) => {
    const time = deadline();
    const { port: silent } = await listen(createServer((socket) => socket.once('data', time.over)));
    const post = httpPost({ policy: rules, ...time })(`${protocol}://127.0.0.1:${silent}/`, '{}');
    await expect(post).rejects.toMatchObject(TIMED_OUT);
  });

  it('a server sends a byte at a time', async () => {
    const time = deadline();
    let sent = 0;
    const drip = (socket: Socket) => {
      sent += 1;
      if (sent === 20) time.over();
      if (!socket.destroyed) socket.write('S', () => setImmediate(drip, socket));
    };
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      drip(socket);
    });
    const { port: dripping } = await listen(server);
    const post = httpPost({ policy: rules, ...time })(`http://127.0.0.1:${dripping}/`, '{}');
    await expect(post).rejects.toMatchObject(TIMED_OUT);
  });

  it('15 seconds pass, by default', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    await httpPost({ policy: rules })(endpoint.url, '{}');
    await httpPost({ policy: rules })(endpoint.url, '{}', {}, 2_000);
    expect(timeout.mock.calls).toEqual([[15_000], [2_000]]);
  });
});

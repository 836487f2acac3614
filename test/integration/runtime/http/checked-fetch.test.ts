import { createServer, type RequestListener } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkedFetch } from '../../../../shared/runtime/http/checked-fetch.ts';
import { closeAll, listen, resolver } from '../../../support/endpoints/sockets.ts';

const LOCAL = { allowLoopback: true };
let answer: RequestListener;
let port: number;
let connections: unknown[];
let seen: string[];

beforeEach(async () => {
  seen = [];
  answer = (_, response) => response.setHeader('issuary-request-id', 'r-1').end('{"success":true}');
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      seen.push(
        `${request.method} ${request.url} ${request.headers['content-type']} ${Buffer.concat(chunks)}`,
      );
      answer(request, response);
    });
  });
  ({ port, connections } = await listen(server));
});
afterEach(closeAll);

const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' };
const call = (post: typeof fetch, host = 'issuer.example') => post(`http://${host}:${port}/openapi/x`, init);

it('posts and returns the answer, with one connection for consecutive calls', async () => {
  const { resolve, requested } = resolver(['127.0.0.1'], ['10.0.0.1']);
  const post = checkedFetch(LOCAL, resolve);
  for (const _ of [1, 2]) {
    const response = await call(post);
    expect([response.status, response.headers.get('issuary-request-id')]).toEqual([200, 'r-1']);
    expect(await response.text()).toBe('{"success":true}');
  }
  expect(seen).toEqual(Array(2).fill('POST /openapi/x application/json {"a":1}'));
  expect([requested, connections.length]).toEqual([['issuer.example'], 1]);
});

it.each([
  ['a private address', ['10.0.0.1']],
  ['the address of cloud metadata', ['169.254.169.254']],
  ['a public and a private address', ['127.0.0.1', '192.168.0.1']],
  ['a mapped address', ['::ffff:127.0.0.1']],
])('connects to no host whose name resolves to %s', async (_, addresses) => {
  const post = checkedFetch(LOCAL, resolver(addresses).resolve);
  await expect(call(post)).rejects.toMatchObject({
    name: 'DestinationForbidden',
    message: expect.stringMatching(/^calls may not go to issuer\.example \(/),
  });
  expect(connections).toEqual([]);
});

it('connects to this machine only where a local cloud is allowed', async () => {
  const post = checkedFetch({ allowLoopback: false }, resolver(['127.0.0.1']).resolve);
  for (const url of [
    `https://issuer.example:${port}/`,
    `https://127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}/`,
  ])
    await expect(post(url, init), url).rejects.toMatchObject({ name: 'DestinationForbidden' });
  expect(connections).toEqual([]);
});

it('follows no redirect, and ends at its timeout', async () => {
  const post = checkedFetch(LOCAL, resolver(['127.0.0.1']).resolve);
  answer = (_, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end();
  await expect(call(post)).rejects.toThrow('redirects are not followed');
  answer = () => undefined;
  const signal = AbortSignal.abort();
  await expect(post(`http://issuer.example:${port}/`, { ...init, signal })).rejects.toThrow('abort');
  answer = (request) => request.socket.destroy();
  await expect(call(post)).rejects.toThrow();
});

it('returns an answer without a body', async () => {
  answer = (_, response) => response.writeHead(204).end();
  const response = await call(checkedFetch(LOCAL, resolver(['127.0.0.1']).resolve));
  expect([response.status, await response.text()]).toEqual([204, '']);
});

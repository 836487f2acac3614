import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../support/fixtures/cli.ts';

/** A local cloud and its receiver, as far as their controls go. */
let server: Server;
let asked: { method: string | undefined; path: string | undefined; body: string }[] = [];
let dataDir: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { method, url: path } = request;
    asked.push({ method, path, body: await text(request) });
    const isRefused = asked.at(-1)?.body.includes('"as":"never"');
    response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/json' });
    response.end(
      isRefused
        ? '{"error":"NO_SUCH_OUTCOME","message":"order cannot end as never"}'
        : '{"now":"2030-01-31T12:00:00.000Z","offsetMs":1000,"failures":[{"operation":"order","as":"fail","times":1}],"answers":[]}',
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  dataDir = mkdtempSync(join(tmpdir(), 'issuary-control-'));
  mkdirSync(join(dataDir, 'keys'));
  writeFileSync(join(dataDir, 'environment.json'), JSON.stringify({ ISSUARY_API: url }));
  writeFileSync(
    join(dataDir, 'keys', 'merchant.json'),
    JSON.stringify({ userNo: '1', notifyUrl: `${url}/notify` }),
  );
});
afterAll(() => void server.close());
beforeEach(() => {
  asked = [];
});

const run = (...args: string[]) => runCommandLine(['dev', ...args], { env: { ISSUARY_DATA: dataDir } });

describe('issuary dev clock', () => {
  it.each([
    [['now'], { method: 'GET', path: '/_control/clock', body: '' }],
    [['advance', '28h'], { method: 'POST', path: '/_control/clock', body: '{"advance":"28h"}' }],
    [
      ['set', '2030-01-31T12:00:00Z'],
      { method: 'POST', path: '/_control/clock', body: '{"set":"2030-01-31T12:00:00Z"}' },
    ],
  ])('%j prints the time of the platform', async (args, request) => {
    expect(await run('clock', ...args)).toEqual({ exitCode: 0, out: '2030-01-31T12:00:00.000Z', err: '' });
    expect(asked).toEqual([request]);
  });
});

describe('issuary dev fail', () => {
  it.each<[args: string[], path: string, body: object]>([
    [['next', '--as', 'fail'], '/_control/failures', { operation: 'order', as: 'fail', times: 1 }],
    [
      ['next', 'cards.recharge', '--as', '130001', '--times', '3'],
      '/_control/failures',
      { operation: 'cardRecharge', as: '130001', times: 3 },
    ],
    [
      ['next', 'authorization', '--as', '400008'],
      '/_control/failures',
      { operation: 'authorization', as: '400008', times: 1 },
    ],
    [['endpoint', '--status', '500'], '/_control/answers', { status: 500, body: '', times: 1 }],
    [
      ['endpoint', '--status', '429', '--retry-after', '10', '--times', '2'],
      '/_control/answers',
      { status: 429, body: '', times: 2, retryAfter: 10 },
    ],
    [['endpoint', '--hang'], '/_control/answers', { status: 200, body: '', times: 1, hang: true }],
  ])('%j plans a failure', async (args, path, body) => {
    expect(await run('fail', ...args)).toMatchObject({ exitCode: 0, err: '' });
    expect(asked.map((one) => ({ ...one, body: JSON.parse(one.body) }))).toEqual([
      { method: 'POST', path, body },
    ]);
  });

  it('lists and clears what is planned at the cloud and at its receiver', async () => {
    expect((await run('fail', 'list')).out).toBe('operation "order"  as "fail"  times 1');
    await run('fail', 'clear');
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /_control/failures',
      'GET /_control/answers',
      'DELETE /_control/failures',
      'DELETE /_control/answers',
    ]);
  });

  it('says why something cannot be planned', async () => {
    expect(await run('fail', 'next', '--as', 'never')).toEqual({
      exitCode: 1,
      out: '',
      err: 'The local cloud refuses failures: order cannot end as never.',
    });
    expect(await run('fail', 'next')).toMatchObject({ exitCode: 2 });
    expect(await run('fail', 'endpoint', '--times', 'x')).toMatchObject({ exitCode: 2 });
    expect(await run('fail', 'next', 'cards.aply', '--as', 'fail')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('did you mean cards.apply?'),
    });
  });
});

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { failureResponse } from '../../../shared/wire/codec/envelope.ts';
import { generateRsaKeyPair, importPrivateKey, importPublicKey } from '../../../shared/wire/codec/keys.ts';
import { type Body, bodies } from '../../fuzz/bodies.ts';
import { type FuzzOptions, fuzz } from '../../fuzz/fuzz.ts';
import { HOSTILE_PAN } from '../../fuzz/hostile.ts';
import { judge } from '../../fuzz/judge.ts';
import { judgeSignature } from '../../fuzz/judge-signature.ts';
import { LogWatch } from '../../fuzz/log-watch.ts';
import { reportOf } from '../../fuzz/report.ts';
import type { Signing } from '../../fuzz/signatures.ts';
import { type Target, targets } from '../../fuzz/targets.ts';

const SEED = 7;
const JSON_TYPE = 'application/json';
const folder = mkdtempSync(join(tmpdir(), 'issuary-fuzz-unit-'));
const logged = (line: object | string) =>
  appendFileSync(
    join(folder, 'OneFunction.log'),
    `${typeof line === 'string' ? line : JSON.stringify(line)}\n`,
  );
let server: Server | undefined;
let fixture: FuzzOptions['fixture'];

/** Starts a platform that refuses everything in the form of each endpoint, except where `wrong` returns a response. */
async function platform(wrong: (path: string, body: string) => [status: number, body: string] | undefined) {
  const started = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url: path = '' } = request;
    const [status, body] = wrong(path, Buffer.concat(chunks).toString()) ?? refusal(path);
    response
      .writeHead(status, { 'content-type': path.startsWith('/webhook') ? 'text/plain' : JSON_TYPE })
      .end(body);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

const refusal = (path: string): [number, string] =>
  path.startsWith('/webhook')
    ? [401, '100002 authentication failed']
    : [200, JSON.stringify(failureResponse('100002', 'authentication failed', ''))];

const run = (apiUrl: string, bodies = 300) =>
  fuzz({ apiUrl, fixture: fixture, watch: new LogWatch(folder), bodies, seed: SEED });

beforeAll(async () => {
  const pair = await generateRsaKeyPair(1024);
  const key = importPrivateKey(pair.privateKey);
  const content = { cardNo: HOSTILE_PAN, otp: '314159', userReqNo: 'r', merchantName: 'Bookshop' };
  const moment = () => ({ now: Date.now(), nonce: 'a nonce of the test' });
  const sender = { userNo: '7', key, foreign: key, moment, valid: () => content, good: () => '1' };
  fixture = {
    partyOf: () => ({ sender, platformKey: importPublicKey(pair.publicKey) }),
    renew: async () => undefined,
  };
  return () => rmSync(folder, { recursive: true });
});
afterEach(() => void server?.close());

describe('a fuzz run', () => {
  it('finds nothing where every answer is documented, and counts the outcomes', async () => {
    const { failure, outcomes } = await run(await platform(() => undefined));
    expect(failure).toBeUndefined();
    expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(300);
    expect([...outcomes.keys()].sort()).toEqual(['network 100002', 'openapi 100002', 'webhook 100002']);
  });

  it('finds a wrong answer, shrinks its body and masks the report', async () => {
    const broken = (path: string) =>
      path === '/webhook/trade_fee' ? ([500, '999999 system error'] as [number, string]) : undefined;
    const report = await run(await platform(broken));
    expect(report.failure).toMatchObject({
      problem: 'answers HTTP 500: 999999 system error',
      body: { target: { name: 'trade_fee' } },
    });
    expect(report.failure?.index).toBeGreaterThan(0);
    expect(report.failure?.clear.length).toBeLessThan(200);
    const shown = reportOf(report, SEED);
    expect(shown).toContain(`seed ${SEED}, body ${report.failure?.index}: /webhook/trade_fee`);
    expect(shown).not.toMatch(new RegExp(`${HOSTILE_PAN}|314159`));
  });

  it('sends the same bodies for the same seed', async () => {
    const bodies: string[][] = [];
    for (const nth of [0, 1]) {
      bodies[nth] = [];
      const apiUrl = await platform((path, body) => void bodies[nth]?.push(`${path} ${body}`));
      await run(apiUrl, 50);
      server?.close();
    }
    expect(bodies[0]).toHaveLength(50);
    expect(bodies[1]).toEqual(bodies[0]);
  });

  it('finds an error that was only logged', async () => {
    const apiUrl = await platform(() => void logged({ level: 'ERROR', message: 'failed' }));
    expect((await run(apiUrl)).failure).toMatchObject({
      problem: expect.stringContaining('an error in the log'),
    });
  });
});

describe('the check of signatures', () => {
  const [stored] = targets.filter(({ name }) => name === 'accountBalance') as [Target];
  const answered = (code: string) => ({
    status: 200,
    contentType: JSON_TYPE,
    headers: {},
    body: JSON.stringify(failureResponse(code, 'words', '7')),
  });
  const judged = (signing: Signing, code: string) => {
    const { sender, platformKey } = fixture.partyOf(stored);
    const body = fc
      .sample(bodies, { numRuns: 100, seed: SEED })
      .find(({ kind }) => kind === 'envelope') as Body;
    const exchange = { sent: {}, keyId: sender.userNo, platformKey };
    return judgeSignature({ ...body, target: stored, signing } as Body, answered(code), exchange);
  };

  it('finds a wrong signature that was accepted', () => {
    expect(judged({ how: 'wrongly', wrong: 'other path' }, '110001')).toContain('other path');
    expect(judged({ how: 'wrongly', wrong: 'other path' }, '100002')).toBeUndefined();
  });

  it('finds an unsigned answer to a signed request', () => {
    expect(judged({ how: 'well' }, '110001')).toContain('without a signature');
    expect(judged({ how: 'well' }, '100002')).toBeUndefined();
    expect(judged({ how: 'not' }, '110001')).toBeUndefined();
  });

  it('covers every body of a run', async () => {
    const answer: [number, string] = [200, JSON.stringify(failureResponse('110001', 'words', '7'))];
    const apiUrl = await platform((path) => (path.startsWith('/openapi') ? answer : undefined));
    expect((await run(apiUrl)).failure?.problem).toMatch(/signature/);
  });
});

describe('the check of answers', () => {
  const target = (name: string) => targets.find((one) => one.name === name) as Target;
  const [open, received] = [target('accountBalance'), target('trade_fee')];
  const envelope = (code: string) => JSON.stringify(failureResponse(code, 'words', '7'));
  const judged = (of: Target, status: number, body: string, contentType = JSON_TYPE) =>
    judge(of, { status, contentType, headers: {}, body }, fixture.partyOf(of).platformKey);

  it.each([
    ['an undocumented code', open, 200, envelope('110005'), JSON_TYPE],
    ['a system error', open, 200, envelope('999999'), JSON_TYPE],
    ['another HTTP status', open, 400, envelope('100002'), JSON_TYPE],
    ['another content type', open, 200, envelope('100002'), 'text/html'],
    ['no envelope', open, 200, '{}', JSON_TYPE],
    [
      'a result that does not open',
      open,
      200,
      '{"success":true,"result":"ab","userNo":"7","async":false}',
      JSON_TYPE,
    ],
    ['a stack', open, 200, envelope('100002').replace('words', 'x.ts:12'), JSON_TYPE],
    ['a whole card number', open, 200, envelope('100002').replace('words', HOSTILE_PAN), JSON_TYPE],
    ['a failure of the server', received, 503, '130001 failed, try again later', 'text/plain'],
    ['the status of another code', received, 400, '100002 authentication failed', 'text/plain'],
    ['a body other than SUCCESS', received, 200, 'OK', 'text/plain'],
    ['an envelope at a webhook', received, 401, envelope('100002'), JSON_TYPE],
  ] as const)('refuses %s', (_, of, status, body, contentType) => {
    expect(judged(of, status, body, contentType)).toBeDefined();
  });

  it('accepts documented answers', () => {
    expect(judged(open, 200, envelope('100005'))).toBeUndefined();
    expect(judged(received, 200, 'SUCCESS', 'text/plain')).toBeUndefined();
    expect(judged(received, 409, '110009 used', 'text/plain')).toBeUndefined();
  });
});

describe('the check of logs', () => {
  it('finds errors, lines that are no JSON, and card numbers, each once, and ignores documented errors', () => {
    const watch = new LogWatch(folder);
    logged({ level: 'ERROR', message: 'refused', errorCode: '110009' });
    logged({ level: 'WARN', message: 'refused', errorCode: '110001' });
    expect(watch.problem()).toBeUndefined();
    logged('Error: out of nowhere');
    expect(watch.problem()).toContain('out of nowhere');
    expect(watch.problem()).toBeUndefined();
    logged({ level: 'INFO', message: `paid with ${HOSTILE_PAN}` });
    expect(watch.problem()).toContain('whole card number');
  });

  it('can be limited to the lines of some userNos', () => {
    const watch = LogWatch.of(folder, ['7']);
    logged({ level: 'ERROR', message: 'failed', userNo: '8' });
    expect(watch.problem()).toBeUndefined();
    logged({ level: 'ERROR', message: 'failed', upstream: '7' });
    expect(watch.problem()).toContain('failed');
  });
});

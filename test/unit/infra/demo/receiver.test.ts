import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ReceivedNotifications } from '../../../../infra/demo/received-notifications.ts';
import { type Receiver, startReceiver } from '../../../../infra/demo/receiver.ts';
import { sealNotification } from '../../../../shared/wire/codec/envelope.ts';
import type { NotificationContent } from '../../../../shared/wire/contract/notifications.ts';
import { newCodecKeyPair } from '../../../support/fixtures/codec-keys.ts';

const USER_NO = '10000001';
const [platform, unknown] = await Promise.all([newCodecKeyPair(2048), newCodecKeyPair(2048)]);

/** Returns the content as that of a card_operate notification. */
const received = (content: object) => content as NotificationContent<'card_operate'>;
const outcome = (userReqNo: string) => ({
  orderId: `1000${userReqNo}`,
  cardId: '7',
  userReqNo,
  opType: 16,
  status: 1,
  amount: 50.25,
  fee: 0.5,
  createAt: '2026-11-22 10:00:00',
});

const sealed = (content: object, userNo = USER_NO, key = platform.privateKey, type = 'card_operate') =>
  JSON.stringify(sealNotification(type, content, userNo, key));

function emptyDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'issuary-receiver-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

function seed(keysDir: string): string {
  writeFileSync(join(keysDir, 'merchant.json'), JSON.stringify({ userNo: USER_NO }));
  writeFileSync(join(keysDir, 'platform-public.pem'), platform.pem.publicKey);
  return keysDir;
}

async function start(keysDir = seed(emptyDir()), log?: (line: string) => void): Promise<Receiver> {
  const now = () => Date.parse('2026-11-22T02:00:00Z');
  const receiver = await startReceiver({ port: 0, keysDir, now, ...(log && { log }) });
  onTestFinished(receiver.stop);
  return receiver;
}

async function post({ url }: Receiver, body: string): Promise<string> {
  const answer = await fetch(`${url}/notify`, { method: 'POST', body });
  return `${answer.status} ${await answer.text()}`;
}

/** Returns the status of a request with this Host header, which fetch does not allow. */
const statusFor = ({ port }: Receiver, host: string, method: string, path: string, body?: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers: { host } };
    request(options, (answer) => resolve(answer.resume().statusCode))
      .once('error', reject)
      .end(body);
  });

const get = ({ url }: Receiver, query = '') => fetch(`${url}/received${query}`);
const numbersIn = async (answer: Response) =>
  ((await answer.json()) as { content: { userReqNo: string } }[]).map(({ content }) => content.userReqNo);

describe('the demo receiver', () => {
  it('opens a notification, answers SUCCESS and stores it', async () => {
    const receiver = await start();
    expect(await post(receiver, sealed(outcome('a')))).toBe('200 SUCCESS');
    const stored = {
      type: 'card_operate',
      content: outcome('a'),
      receivedAt: '2026-11-22T02:00:00.000Z',
      times: 1,
    };
    expect(await (await get(receiver)).json()).toEqual([stored]);
    expect(receiver.received).toEqual([stored]);
  });

  it('acknowledges a repeat and stores it once', async () => {
    const receiver = await start();
    await post(receiver, sealed(outcome('a')));
    await post(receiver, sealed(outcome('b')));
    expect(await post(receiver, sealed(outcome('a')))).toBe('200 SUCCESS');
    expect(receiver.received.map(({ content, times }) => [received(content).userReqNo, times])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  it('recognises repeats by the header where there is one, even with equal contents', async () => {
    const receiver = await start();
    const status = (id: string) =>
      fetch(`${receiver.url}/notify`, {
        method: 'POST',
        headers: { 'webhook-id': `card_activation_status/${id}` },
        body: sealed(
          { cardId: 7, staus: 2, status: 2 },
          USER_NO,
          platform.privateKey,
          'card_activation_status',
        ),
      });
    for (const id of ['a', 'b', 'a']) expect((await status(id)).status).toBe(200);
    expect(receiver.received.map(({ times }) => times)).toEqual([2, 1]);
    await post(
      receiver,
      sealed({ cardId: 7, staus: 2 }, USER_NO, platform.privateKey, 'card_activation_status'),
    );
    expect(receiver.received).toHaveLength(3);
  });

  it('stores no card data, even if it is sent', async () => {
    const lines: string[] = [];
    const receiver = await start(undefined, (line) => lines.push(line));
    const cardInfo = {
      cardNo: '4999001012345678',
      cardVerifyNo: '987',
      cardExpiryDate: '2029-11',
      cardAlias: '',
      cardLabel: '',
      localCurrency: 'USD',
      startActiveDate: '2026-11-22',
      endCloseDate: '2027-11-22',
    };
    await post(receiver, sealed({ ...outcome('a'), opType: 15, cardInfo }));
    const [stored] = receiver.received;
    expect(stored && received(stored.content).cardInfo).toEqual({
      ...cardInfo,
      cardNo: '499900******5678',
      cardVerifyNo: '***',
    });
    expect(await (await get(receiver)).text()).not.toMatch(/4999001012345678|987/);
    expect(lines).toEqual(['card_operate opType 15 status 1 userReqNo a']);
  });

  it.each([
    ["another merchant's", sealed(outcome('a'), '10000002'), 'NOTIFICATION_UNREADABLE'],
    ["a stranger's", sealed(outcome('a'), USER_NO, unknown.privateKey), 'NOTIFICATION_UNREADABLE'],
    ['no JSON', 'hello', 'NOTIFICATION_UNREADABLE'],
    [
      'of an unknown type',
      sealed(outcome('a'), USER_NO, platform.privateKey, 'card_invented'),
      'NOTIFICATION_TYPE_UNKNOWN',
    ],
  ])('rejects a body that is %s', async (_, body, code) => {
    const receiver = await start();
    expect(await post(receiver, body)).toBe(`400 ${code}`);
    expect(receiver.received).toEqual([]);
  });

  it('rejects more than a megabyte', async () => {
    expect(await post(await start(), ' '.repeat(1024 * 1024 + 1))).toBe('413 too large');
  });

  it('starts without keys, and reads them once they exist', async () => {
    const keysDir = emptyDir();
    const receiver = await start(keysDir);
    expect(await post(receiver, sealed(outcome('a')))).toBe('503 no keys yet');
    seed(keysDir);
    expect(await post(receiver, sealed(outcome('a')))).toBe('200 SUCCESS');
  });
});

describe('the list of received notifications', () => {
  it('has the newest last, or only those of one request', async () => {
    const receiver = await start();
    for (const number of ['a', 'b', 'c']) await post(receiver, sealed(outcome(number)));
    expect(await numbersIn(await get(receiver))).toEqual(['a', 'b', 'c']);
    expect(await numbersIn(await get(receiver, '?userReqNo=b'))).toEqual(['b']);
    expect(await numbersIn(await get(receiver, '?userReqNo=z'))).toEqual([]);
  });

  it('can wait for a notification that has not arrived yet', async () => {
    const receiver = await start();
    const waiting = get(receiver, '?userReqNo=b&wait=60');
    await post(receiver, sealed(outcome('a')));
    await post(receiver, sealed(outcome('b')));
    expect(await numbersIn(await waiting)).toEqual(['b']);
    expect(await numbersIn(await get(receiver, '?userReqNo=b&wait=60'))).toEqual(['b']);
  });

  it('waits no longer than requested', async () => {
    expect(await numbersIn(await get(await start(), '?userReqNo=a&wait=0.01'))).toEqual([]);
  });

  it.each(['-1', '61', 'long'])('refuses to wait for %s', async (seconds) => {
    expect((await get(await start(), `?wait=${seconds}`)).status).toBe(400);
  });

  it('shows passwords and codes on request alone, and confirms no guess', async () => {
    const receiver = await start();
    const otp = { otp: '382915', cardId: '7', cardNo: '499900******5678', merchantName: 'Shop' };
    const more = { transactionCurrency: 'USD', transactionAmount: '10.00' };
    await post(receiver, sealed({ ...otp, ...more }, USER_NO, platform.privateKey, 'card_3ds_otp'));
    const code = { cardId: '7', cardNo: '499900******5678', activationCode: '40302010' };
    await post(receiver, sealed(code, USER_NO, platform.privateKey, 'card_activation_code'));
    const texts = async (query: string) => (await get(receiver, query)).text();
    for (const query of ['', '?cardId=7', '?cardId=7&wait=60', '?secrets=please'])
      expect(await texts(query)).not.toMatch(/382915|40302010/);
    for (const query of ['?otp=382915', '?activationCode=40302010&wait=0.01'])
      expect(JSON.parse(await texts(query))).toEqual([]);
    expect(JSON.stringify(receiver.received)).not.toMatch(/382915|40302010/);
    expect(await texts('?cardId=7&secrets=shown')).toMatch(/382915.*40302010/s);
    expect(await texts('?otp=382915&secrets=shown')).toContain('382915');
  });

  it.each(['attacker.example', 'attacker.example:8081', '127.0.0.1.attacker.example'])(
    'refuses requests to the host %j',
    async (host) => {
      const receiver = await start();
      expect(await statusFor(receiver, host, 'GET', '/received')).toBe(421);
      expect(await statusFor(receiver, host, 'POST', '/notify', sealed(outcome('a')))).toBe(421);
      expect(receiver.received).toEqual([]);
    },
  );

  it.each(['127.0.0.1:9', 'localhost:9', 'LOCALHOST'])('accepts requests to the host %s', async (host) => {
    expect(await statusFor(await start(), host, 'GET', '/received')).toBe(200);
  });

  it('has no other path', async () => {
    expect((await fetch((await start()).url)).status).toBe(404);
  });
});

describe('the inbox', () => {
  it('drops the oldest notification beyond 500', () => {
    const inbox = new ReceivedNotifications();
    for (let number = 0; number <= 500; number += 1) {
      inbox.add({ type: 'card_operate', content: outcome(String(number)) }, new Date(0));
    }
    expect(inbox.list()).toHaveLength(500);
    expect(inbox.list({ userReqNo: '1' })).toEqual(inbox.list().slice(0, 1));
    expect(inbox.list({ userReqNo: '0' })).toEqual([]);
  });
});

describe('a receiver', () => {
  it('closes waiting requests and its port when it is stopped', async () => {
    const keysDir = seed(emptyDir());
    const first = await startReceiver({ port: 0, keysDir });
    const waiting = get(first, '?wait=60').catch((error: unknown) => error);
    await get(first);
    await first.stop();
    expect(await waiting).toBeInstanceOf(Error);
    const second = await startReceiver({ port: first.port, keysDir });
    expect(second.received).toEqual([]);
    await second.stop();
  });

  it('reports a port in use', async () => {
    const { port } = await start();
    await expect(startReceiver({ port, keysDir: emptyDir() })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('planned answers', () => {
  const plan = async ({ url }: Receiver, body: object) => {
    const answer = await fetch(`${url}/_control/answers`, { method: 'POST', body: JSON.stringify(body) });
    return answer.status;
  };

  it('are given to the next notifications, each as often as planned', async () => {
    const receiver = await start();
    expect(await plan(receiver, { status: 500, body: 'busy', times: 2 })).toBe(200);
    expect(await plan(receiver, { status: 429, retryAfter: 60 })).toBe(200);
    const body = sealed(outcome('1001'));
    expect(await post(receiver, body)).toBe('500 busy');
    expect(await post(receiver, body)).toBe('500 busy');
    const limited = await fetch(`${receiver.url}/notify`, { method: 'POST', body });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await post(receiver, body)).toMatch(/^200 /);
    expect(receiver.received).toMatchObject([{ times: 4 }]);
  });

  it('may be no answer at all', async () => {
    const receiver = await start();
    await plan(receiver, { hang: true });
    const body = sealed(outcome('1002'));
    await expect(
      fetch(`${receiver.url}/notify`, { method: 'POST', body, signal: AbortSignal.timeout(200) }),
    ).rejects.toThrow();
    expect(await post(receiver, body)).toMatch(/^200 /);
  });

  it.each([{ status: 99 }, { times: 0 }, { retryAfter: 'soon' }])('are refused: %j', async (body) => {
    expect(await plan(await start(), body)).toBe(400);
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Issuary, type IssuaryOptions } from '../../../shared/client/issuary.ts';
import { sealNotification } from '../../../shared/wire/codec/envelope.ts';
import { sealJwe } from '../../../shared/wire/codec/jwe.ts';
import { exportPem } from '../../../shared/wire/codec/keys.ts';
import { methodNames } from '../../../shared/wire/contract/method-names.ts';
import { signRequest } from '../../../shared/wire/signatures/signed-request.ts';
import { newCodecKeyPair } from '../../support/fixtures/codec-keys.ts';
import {
  fails,
  merchantPair,
  otherPair,
  platformPair,
  rejectionOf,
  startStubServer,
  succeeds,
  USER_NO,
} from './stub-server-fixture.ts';

const errors: unknown[] = [];
const issuaryOf = (options: Partial<IssuaryOptions> = {}): Issuary =>
  new Issuary({
    userNo: Number(USER_NO),
    privateKey: merchantPair.pem.privateKey.replaceAll('\n', '\\n'),
    platformKey: Buffer.from(platformPair.pem.publicKey),
    baseUrl: 'http://127.0.0.1:1',
    onWebhookError: (error) => void errors.push(error),
    sleep: async () => undefined,
    ...options,
  });

const page = (currentPage: number, ids: string[]) =>
  succeeds({
    totalCount: 5,
    currentPage,
    pageSize: 2,
    totalPages: 3,
    list: ids.map((groupId) => ({
      groupId,
      groupName: '',
      localCurrency: 'USD',
      creditLimitAmt: 1,
      balanceAmt: 1,
      usedAuthAmt: 0,
      cardCount: 0,
      status: 1,
      statusDesc: 'enabled',
      createTime: '2026-03-01 00:00:00',
    })),
  });

const order = (status: number, statusDesc = '') => ({
  orderId: '71',
  userReqNo: 'mine-1',
  cardType: 1,
  opType: 16,
  status,
  statusDesc,
  amount: 50,
  fee: 0,
  createAt: '2026-03-01 00:00:00',
});
const orders = (...list: object[]) =>
  succeeds({ totalCount: list.length, currentPage: 1, pageSize: 10, totalPages: 1, list });

describe('Issuary', () => {
  it('has one method per operation', () => {
    const issuary = issuaryOf() as unknown as Record<string, Record<string, unknown>>;
    for (const name of Object.values(methodNames)) {
      const [group = '', method = ''] = name.split('.');
      expect(issuary[group]?.[method], name).toBeTypeOf('function');
    }
  });

  it('calls the operation of a method', async () => {
    const { baseUrl, received } = await startStubServer([succeeds({ orderId: '71', userReqNo: 'mine-1' })]);
    await issuaryOf({ baseUrl }).cards.close({ cardId: '7', userReqNo: 'mine-1' });
    expect(received).toMatchObject([
      { path: '/openapi/vcc/card/close', content: { cardId: '7', userReqNo: 'mine-1' } },
    ]);
  });

  it.each<[string, Partial<IssuaryOptions>, string]>([
    ['swapped keys', { privateKey: platformPair.pem.publicKey }, 'privateKey'],
    ['a private key as the platform’s', { platformKey: merchantPair.pem.privateKey }, 'platformKey'],
    ['the merchant’s own public key', { platformKey: merchantPair.pem.publicKey }, 'platformKey'],
    ['no key', { platformKey: [] }, 'platformKey'],
    ['an empty key', { privateKey: '' }, 'privateKey'],
    ['a name as number', { userNo: 'shop' }, 'userNo'],
    ['a URL with the path', { baseUrl: 'https://api.example.com/openapi/' }, 'baseUrl'],
    ['a URL without a scheme', { baseUrl: 'api.example.com' }, 'baseUrl'],
  ])('refuses %s, and names the option', (_, options, field) => {
    expect(() => issuaryOf(options)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID', field }));
  });
});

describe('a list', () => {
  it('awaited is one page, as requested', async () => {
    const { baseUrl, received } = await startStubServer([page(2, ['3', '4'])]);
    const { list } = await issuaryOf({ baseUrl }).groups.list({ currentPage: 2, pageSize: 2 });
    expect(list.map(({ groupId }) => groupId)).toEqual(['3', '4']);
    expect(received.map(({ content }) => content)).toEqual([{ currentPage: 2, pageSize: 2 }]);
  });

  it('iterated is every row once, even when rows are added meanwhile', async () => {
    const { baseUrl, received } = await startStubServer([
      page(1, ['5', '4']),
      page(2, ['4', '3']),
      page(3, ['2']),
    ]);
    const rows: string[] = [];
    for await (const { groupId } of issuaryOf({ baseUrl }).groups.list()) rows.push(groupId);
    expect(rows).toEqual(['5', '4', '3', '2']);
    expect(received.map(({ content }) => content['pageSize'])).toEqual([50, 50, 50]);
  });

  it('sends nothing before, and no page beyond the last row that is taken', async () => {
    const { baseUrl, received } = await startStubServer([page(1, ['5', '4'])]);
    const groups = issuaryOf({ baseUrl }).groups.list();
    expect(received).toEqual([]);
    for await (const _ of groups) break;
    expect(received).toHaveLength(1);
  });

  it('passes the refusal on', async () => {
    const { baseUrl } = await startStubServer([fails('110001', 'status: must be one of 0, 1')]);
    const error = await rejectionOf(Promise.resolve(issuaryOf({ baseUrl }).groups.list()));
    expect(error).toMatchObject({ code: 'PARAMETERS_INVALID', field: 'status' });
  });
});

describe('waiting for an order', () => {
  it('asks until it has succeeded', async () => {
    const { baseUrl, received } = await startStubServer([orders(), orders(order(0)), orders(order(1))]);
    expect(await issuaryOf({ baseUrl }).orders.wait('mine-1')).toEqual(order(1));
    expect(received.map(({ content }) => content)).toEqual(Array(3).fill({ userReqNo: 'mine-1' }));
  });

  it('takes digits as a userReqNo first, and then as an orderId', async () => {
    const { baseUrl, received } = await startStubServer([orders(), orders(order(1))]);
    await issuaryOf({ baseUrl }).orders.wait('71');
    expect(received.map(({ content }) => content)).toEqual([{ userReqNo: '71' }, { orderId: '71' }]);
  });

  it('ends with the reason when it has failed', async () => {
    const { baseUrl } = await startStubServer([orders(order(2, 'card is closed'))]);
    expect(await rejectionOf(issuaryOf({ baseUrl }).orders.wait({ orderId: '71' }))).toMatchObject({
      code: 'ORDER_FAILED',
      message: 'order 71 (userReqNo mine-1) failed: card is closed',
    });
  });

  it('ends at its timeout', async () => {
    let now = 0;
    const { baseUrl } = await startStubServer([orders(order(0)), orders(order(0))]);
    const issuary = issuaryOf({
      baseUrl,
      unsigned: true,
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    });
    expect(await rejectionOf(issuary.orders.wait({ orderId: '71' }, { timeoutMs: 150 }))).toMatchObject({
      code: 'ORDER_PENDING',
      message: 'order 71 is in process after 150 ms',
    });
  });
});

const content = {
  otp: '123456',
  cardId: '7',
  cardNo: '499900******4242',
  transactionCurrency: 'USD',
  transactionAmount: '1',
  merchantName: 'shop',
};
const bodyOf = (fields: object = content, key = platformPair.privateKey) =>
  JSON.stringify(sealNotification('card_3ds_otp', fields, USER_NO, key));
const signedHeaders = (body: string, path = '/notify', now = Date.now()) => ({
  'webhook-id': 'card_3ds_otp/9',
  'webhook-timestamp': '1700000000',
  'issuary-attempt': '2',
  ...signRequest(
    { method: 'POST', path, body, headers: { 'webhook-id': 'card_3ds_otp/9' } },
    { keyId: USER_NO, key: platformPair.privateKey },
    { now, nonce: '0123456789abcdef' },
  ),
});

describe('a notification', () => {
  it('is opened with its id, time and attempt', async () => {
    const body = bodyOf();
    const event = await issuaryOf().webhooks.open(Buffer.from(body), signedHeaders(body), {
      path: '/notify',
    });
    expect(event).toEqual({
      type: 'card_3ds_otp',
      content,
      id: 'card_3ds_otp/9',
      timestamp: new Date(1_700_000_000_000),
      attempt: 2,
      signed: true,
    });
  });

  it('takes Headers, and the path from the notification URL', async () => {
    const body = bodyOf();
    const issuary = issuaryOf({ notificationUrl: 'https://example.com/in/{type}' });
    const headers = new Headers(signedHeaders(body, '/in/card_3ds_otp'));
    expect(await issuary.webhooks.open(body, headers)).toMatchObject({ signed: true });
  });

  it('has its JWEs opened', async () => {
    const own = await newCodecKeyPair(2048);
    const body = bodyOf({ ...content, otp: await sealJwe('123456', own.publicKey) });
    const issuary = issuaryOf({ privateKey: exportPem(own.privateKey) });
    expect((await issuary.webhooks.open(body, {})).content).toEqual(content);
    expect(await rejectionOf(issuaryOf().webhooks.open(body, {}))).toMatchObject({
      code: 'NOTIFICATION_UNREADABLE',
    });
  });

  it.each<[string, string, object, Partial<IssuaryOptions>]>([
    ['of a stranger', bodyOf(content, otherPair.privateKey), {}, {}],
    ['that is parsed', JSON.parse(bodyOf()), {}, {}],
    ['signed for another path', bodyOf(), signedHeaders(bodyOf(), '/other'), {}],
    ['signed for another body', bodyOf(), signedHeaders(bodyOf({ ...content, otp: '1' })), {}],
    ['of an hour ago', bodyOf(), signedHeaders(bodyOf(), '/notify', Date.now() - 3_600_000), {}],
    ['with another id than was signed', bodyOf(), { ...signedHeaders(bodyOf()), 'webhook-id': 'x' }, {}],
    ['without a signature where one is required', bodyOf(), {}, { requireSignature: true }],
  ])('is rejected: one %s', async (_, body, headers, options) => {
    const opened = issuaryOf(options).webhooks.open(body, headers as Record<string, string>, {
      path: '/notify',
    });
    expect(await rejectionOf(opened)).toMatchObject({ code: 'NOTIFICATION_UNREADABLE' });
  });

  it('that is signed needs its path', async () => {
    const body = bodyOf();
    const error = await rejectionOf(issuaryOf().webhooks.open(body, signedHeaders(body)));
    expect(error).toMatchObject({ message: expect.stringContaining('the path it was sent to') });
  });
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`;
}

describe('a handler', () => {
  const good = bodyOf();
  const { webhooks } = issuaryOf();
  const post = async (url: string, body: string, method = 'POST') => {
    const init = method === 'POST' ? { method, body, headers: signedHeaders(good) } : { method };
    const response = await fetch(url, init);
    return [response.status, await response.text()];
  };
  const cases = [
    ['SUCCESS once the notification is stored', good, 'ok', [200, 'SUCCESS']],
    ['an error when it could not be stored', good, 'broken', [500, 'the notification could not be stored']],
    [
      'an error for a tampered body',
      good.replace('"version":"1', '"version":"2'),
      'ok',
      [400, 'NOTIFICATION_UNREADABLE'],
    ],
  ] as const;
  const storeOf = (state: string) => async () => {
    if (state === 'broken') throw new Error('the table is full');
  };

  it.each(cases)('of node:http answers %s', async (_, body, state, answer) => {
    const url = await listen(createServer(webhooks.node(storeOf(state))));
    expect(await post(url, body)).toEqual(answer);
  });

  it('of node:http refuses other methods and endless bodies', async () => {
    const url = await listen(createServer(webhooks.node(storeOf('ok'))));
    expect((await post(url, '', 'GET'))[0]).toBe(405);
    expect((await post(url, 'x'.repeat(1024 * 1024 + 1)))[0]).toBe(413);
  });

  it.each(cases)('of Fetch answers %s', async (_, body, state, answer) => {
    const request = new Request('https://example.com/notify', {
      method: 'POST',
      body,
      headers: signedHeaders(good),
    });
    const response = await webhooks.fetch(storeOf(state))(request);
    expect([response.status, await response.text()]).toEqual(answer);
  });

  it.each(cases)('of Lambda answers %s', async (_, body, state, answer) => {
    const handler = webhooks.lambda(storeOf(state));
    const headers = signedHeaders(good);
    const http = { method: 'POST' };
    const encoded = Buffer.from(body).toString('base64');
    for (const request of [
      { headers, body, rawPath: '/notify', requestContext: { http } },
      { headers, body: encoded, isBase64Encoded: true, path: '/notify', httpMethod: 'POST' },
    ]) {
      const response = await handler(request);
      expect([response.statusCode, response.body]).toEqual(answer);
    }
  });

  it('of Express takes the raw body and refuses a parsed one', async () => {
    const answers: unknown[] = [];
    const response = { statusCode: 0, setHeader: () => undefined, end: (body: string) => answers.push(body) };
    const request = { method: 'POST', originalUrl: '/notify', url: '/', headers: signedHeaders(good) };
    const stream = { async *[Symbol.asyncIterator]() {} };
    for (const body of [Buffer.from(good), good, JSON.parse(good)])
      await webhooks.express(storeOf('ok'))({ ...stream, ...request, body }, response);
    expect(answers).toEqual(['SUCCESS', 'SUCCESS', 'NOTIFICATION_UNREADABLE']);
  });
});

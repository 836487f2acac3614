import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  OutcomeUnknown,
  PlatformUnreachable,
  QueryUnanswered,
  type ResponseMissing,
} from '../../../shared/client/client-errors.ts';
import {
  clientOf,
  disconnects,
  fails,
  neverResponds,
  type Responder,
  rejectionOf,
  respondsWith,
  startStubServer,
  succeeds,
} from './stub-server-fixture.ts';

const accepted = { orderId: '1000000000000001', userReqNo: 'whatever' };
/** Returns the URL of a port where nothing listens. */
async function unusedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const recharge = { cardId: '7', authLimitAmount: 50.25 };

describe('a retry', () => {
  it.each([
    ['the connection breaks', disconnects],
    ['a gateway answers 502', respondsWith('<html>bad gateway</html>', 502)],
    ['a gateway answers 429', respondsWith('slow down', 429)],
    ['the platform answers 100005', fails('100005')],
    ['the platform answers 130001', fails('130001')],
    ['the platform answers 140001', fails('140001')],
    ['the platform answers 999999', fails('999999')],
    ['the platform answers 999999 with HTTP 500', fails('999999', 'system error', 500)],
  ])('sends the same request under the same number when %s', async (_, trouble) => {
    const { baseUrl, received } = await startStubServer([trouble, trouble, succeeds(accepted)]);
    const { client, waits } = clientOf(baseUrl);
    expect(await client.call('cardRecharge', recharge)).toEqual(accepted);
    expect(received).toHaveLength(3);
    expect(received[0]?.content).toEqual({ ...recharge, userReqNo: expect.any(String) });
    expect(received[1]?.content).toEqual(received[0]?.content);
    expect(received[2]?.content).toEqual(received[0]?.content);
    expect(waits).toHaveLength(2);
  });

  it('repeats a query too', async () => {
    const { baseUrl, received } = await startStubServer([disconnects, succeeds({ list: [] })]);
    expect(await clientOf(baseUrl).client.call('cardBin', {})).toEqual({ list: [] });
    expect(received).toHaveLength(2);
  });

  it.each(['100002', '110001', '110005', '110009', '120001'])('does not follow %s', async (code) => {
    const { baseUrl, received } = await startStubServer([fails(code)]);
    const { client, waits } = clientOf(baseUrl);
    expect(await rejectionOf(client.call('cardRecharge', recharge))).toMatchObject({ errorCode: code });
    expect(received).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it('waits twice as long each time up to a maximum, with jitter', async () => {
    const troubles = Array.from({ length: 5 }, () => fails('999999'));
    const retry = { maxAttempts: 5, initialDelayMs: 100, maxDelayMs: 300 };
    const chances = [0, 0.5, 0, 0.25];
    const random = () => chances.shift() ?? 0;
    const { client, waits } = clientOf((await startStubServer(troubles)).baseUrl, { retry, random });
    await rejectionOf(client.call('cardBin', {}));
    expect(waits).toEqual([50, 150, 150, 188]);
  });
});

describe('Retry-After', () => {
  const busy =
    (retryAfter: string): Responder =>
    (response) =>
      void response.writeHead(503, { 'retry-after': retryAfter }).end('busy');

  it.each([
    ['7', 7_000],
    ['0', 250],
    [new Date(1_000_000 + 9_000).toUTCString(), 9_000],
    ['3600', 60_000],
    ['soon', 250],
  ])('of %s is followed for up to a minute', async (retryAfter, wait) => {
    const { baseUrl } = await startStubServer([busy(retryAfter), succeeds({ list: [] })]);
    const { client, waits } = clientOf(baseUrl, { now: () => 1_000_000, unsigned: true });
    await client.call('cardBin', {});
    expect(waits).toEqual([wait]);
  });
});

describe('giving up', () => {
  it('after the last attempt leaves the number for an inquiry, and the last error', async () => {
    const { baseUrl, received } = await startStubServer([fails('130001'), disconnects]);
    const { client } = clientOf(baseUrl, { retry: { maxAttempts: 2 } });
    const error = await rejectionOf(client.call('cardRecharge', recharge));
    expect(error).toBeInstanceOf(OutcomeUnknown);
    expect(error).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      operation: 'cardRecharge',
      attempts: 2,
      cause: { code: 'RESPONSE_MISSING' },
    });
    expect((error as OutcomeUnknown).userReqNo).toBe(received[0]?.content['userReqNo']);
  });

  it('reports an unknown outcome when an earlier attempt may have been carried out', async () => {
    const { baseUrl } = await startStubServer([disconnects, fails('130001')]);
    const { client } = clientOf(baseUrl, { retry: { maxAttempts: 2 } });
    expect(await rejectionOf(client.call('cardRecharge', recharge))).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      cause: { errorCode: '130001' },
    });
  });

  it('reports a refusal when the platform did nothing each time', async () => {
    const { baseUrl } = await startStubServer([fails('130001'), fails('130001')]);
    const { client } = clientOf(baseUrl, { retry: { maxAttempts: 2 } });
    expect(await rejectionOf(client.call('cardRecharge', recharge))).toMatchObject({
      code: 'OPERATION_REFUSED',
      errorCode: '130001',
    });
  });

  it('ends the wait for an answer at a timeout', async () => {
    const { baseUrl } = await startStubServer([neverResponds]);
    const { client } = clientOf(baseUrl, { timeoutMs: 1, retry: { maxAttempts: 1 } });
    const error = await rejectionOf(client.call('cardBin', {}));
    expect(error).toBeInstanceOf(QueryUnanswered);
    expect((error as QueryUnanswered).message).toBe(
      'cardBin: no answer: no response within 1 ms after 1 attempt',
    );
    expect(((error as QueryUnanswered).cause as ResponseMissing).cause).toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('follows no redirect', async () => {
    const elsewhere = await startStubServer([succeeds({ list: [] })]);
    const { baseUrl } = await startStubServer([
      (response) => response.writeHead(307, { location: elsewhere.baseUrl }).end(),
    ]);
    expect(await rejectionOf(clientOf(baseUrl).client.call('cardBin', {}))).toMatchObject({
      code: 'RESPONSE_UNREADABLE',
      message: `cardBin: HTTP 307 redirects to ${elsewhere.baseUrl}, which is not followed: correct baseUrl`,
    });
    expect(elsewhere.received).toEqual([]);
  });

  it('on an unanswered query reports no unknown outcome', async () => {
    const { baseUrl } = await startStubServer([disconnects, disconnects]);
    const { client } = clientOf(baseUrl, { retry: { maxAttempts: 2 } });
    expect(await rejectionOf(client.call('cardBin', {}))).toMatchObject({
      code: 'QUERY_UNANSWERED',
      message: 'cardBin: no answer: the connection broke after 2 attempts',
      retryable: true,
    });
  });

  it('on a change that was never sent says so, and what to start', async () => {
    const baseUrl = await unusedUrl();
    const { client } = clientOf(baseUrl, { retry: { maxAttempts: 2 } });
    const error = await rejectionOf(client.call('cardRecharge', { ...recharge, userReqNo: 'mine-1' }));
    expect(error).toBeInstanceOf(PlatformUnreachable);
    expect((error as PlatformUnreachable).message).toBe(
      `cardRecharge (userReqNo mine-1): cannot reach ${baseUrl}: connection refused. Start the platform there, with npm start in its folder, or correct baseUrl after 2 attempts`,
    );
  });

  it('on a change that may have been carried out before the platform went away reports an unknown outcome', async () => {
    const attempts = [disconnects];
    const { baseUrl } = await startStubServer(attempts);
    const { client } = clientOf(baseUrl, {
      retry: { maxAttempts: 2 },
      fetch: (url, init) => (received.length === 0 ? fetch(url, init) : fetch(unreachable, init)),
      sleep: async () => void received.push(1),
    });
    const received: number[] = [];
    const unreachable = await unusedUrl();
    expect(await rejectionOf(client.call('cardRecharge', recharge))).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    });
  });

  it('does not retry a refused connection with retryUnreachable: false', async () => {
    const { client, waits } = clientOf(await unusedUrl(), {
      retry: { retryUnreachable: false },
    });
    expect(await rejectionOf(client.call('cardBin', {}))).toMatchObject({
      code: 'PLATFORM_UNREACHABLE',
      attempts: 1,
    });
    expect(waits).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { DeliveryRequest } from '../../../../shared/domain/delivery/delivery-request.ts';
import { type EndpointResponse, send } from '../../../../shared/domain/delivery/send.ts';
import { DestinationForbidden } from '../../../../shared/runtime/http/destination-policy.ts';

const url = 'https://merchant.example/';
const request = { notificationId: 'card_operate/1', url, body: '{}', confidential: false };
/** Makes an attempt that takes 40 ms. */
const sent = (
  answer: () => Promise<EndpointResponse>,
  post: Partial<DeliveryRequest> = {},
  timeoutMs = 15_000,
) => {
  let now = 1_000;
  const headers: Readonly<Record<string, string>>[] = [];
  const times: number[] = [];
  const outcome = send(
    async (_url, _body, received, time) => {
      headers.push(received);
      times.push(time);
      now += 40;
      return answer();
    },
    { ...request, ...post },
    { attempt: 3, now: () => now, newNonce: () => '0123456789abcdef', timeoutMs },
  );
  return Object.assign(outcome, { headers, times });
};

describe('an attempt', () => {
  it('sends the deduplication id, its time and its number', async () => {
    const { headers } = sent(async () => ({ status: 200, body: 'SUCCESS' }));
    expect(headers).toEqual([
      { 'webhook-id': 'card_operate/1', 'webhook-timestamp': '1', 'issuary-attempt': '3' },
    ]);
  });

  it.each(['trade_fee/partner/é\n€', 'trade_fee/partner/\ud800', 'a b%'])(
    'encodes the id %j in header characters, without collisions',
    (notificationId) => {
      const { headers } = sent(async () => ({ status: 200, body: 'SUCCESS' }), { notificationId });
      expect(headers[0]?.['webhook-id']).toMatch(/^[!-~]+$/);
      expect(headers[0]?.['webhook-id']).not.toBe(notificationId);
    },
  );

  it.each([
    [200, 'HTTP 200, but the body was not SUCCESS'],
    [204, 'HTTP 204, but the body was not SUCCESS'],
    [302, 'HTTP 302, and redirects are not followed'],
    [400, 'HTTP 400'],
    [503, 'HTTP 503'],
  ])('with the answer %i is refused with a reason', async (status, reason) => {
    expect(await sent(async () => ({ status, body: 'OK' }))).toMatchObject({
      accepted: false,
      result: reason,
      attempt: { at: 1_000, url, latencyMs: 40, status, response: 'OK', reason },
    });
  });

  it('that is accepted has no reason', async () => {
    const { attempt } = await sent(async () => ({ status: 200, body: 'SUCCESS' }));
    expect(attempt).toEqual({ at: 1_000, url, latencyMs: 40, status: 200, response: 'SUCCESS' });
  });

  it('to a forbidden destination has that as its reason', async () => {
    const forbidden = new DestinationForbidden('notifications may not go to 10.0.0.1');
    expect(await sent(() => Promise.reject(forbidden))).toMatchObject({
      result: 'notifications may not go to 10.0.0.1',
      attempt: { failure: 'DestinationForbidden', reason: 'notifications may not go to 10.0.0.1' },
    });
  });

  it.each([
    [15_000, true, 'no response within 15 seconds (TimeoutError)'],
    [2_000, false, 'no response within 2 seconds (TimeoutError)'],
  ])('without a response within %i ms shows an overload: %s', async (timeoutMs, overloaded, result) => {
    const late = () => Promise.reject(new DOMException('too slow', 'TimeoutError'));
    const outcome = sent(late, {}, timeoutMs);
    expect(outcome.times).toEqual([timeoutMs]);
    // The clock of this test has advanced by only 40 ms.
    expect(await outcome).toMatchObject({ overloaded, result, attempt: { latencyMs: timeoutMs } });
  });

  it.each([199, 300])('is not accepted with HTTP %i, whatever the body', async (status) => {
    expect(await sent(async () => ({ status, body: 'SUCCESS' }))).toMatchObject({
      accepted: false,
      result: expect.stringContaining(`HTTP ${status}`),
    });
  });

  it.each<[string, unknown, string, string]>([
    [
      'its code',
      Object.assign(new Error('no'), { code: 'ECONNRESET' }),
      'ECONNRESET',
      'the connection was closed without a response (ECONNRESET)',
    ],
    [
      'the code of its cause',
      new TypeError('no', { cause: { code: 'ENOTFOUND' } }),
      'ENOTFOUND',
      'the host name was not found (ENOTFOUND)',
    ],
    ['its name', new RangeError('no'), 'RangeError', 'RangeError'],
    ['"no response", where it is not an error', 'gone', 'no response', 'no response'],
  ])('that fails is described by %s', async (_, thrown, failure, reason) => {
    const outcome = await sent(() => Promise.reject(thrown));
    expect(outcome).toEqual({
      accepted: false,
      result: reason,
      overloaded: false,
      attempt: { at: 1_000, url, latencyMs: 40, failure, reason },
    });
  });
});

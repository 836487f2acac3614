import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliver, type Post } from '../../../../shared/domain/delivery/deliver.ts';
import { sealSecretField } from '../../../../shared/domain/notifications/secret-field.ts';
import { withBody } from '../../../support/endpoints/http-endpoint.ts';
import { saveMerchant } from '../../../support/fixtures/save-parties.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

let fixture: DeliveryFixture;
const now = () => fixture.deps.now();

beforeEach(async () => {
  fixture = await openDeliveryFixture();
});
afterEach(() => fixture.endpoint.close());

/** Returns an endpoint that takes this long and then responds or throws. */
const takes =
  (ms: number, answer: Awaited<ReturnType<Post>> | Error): Post =>
  async () => {
    fixture.moveClock(ms);
    if (answer instanceof Error) throw answer;
    return answer;
  };

async function newNotification(): Promise<string> {
  const [id = ''] = await fixture.enqueue(await fixture.newMerchant());
  return id;
}
const attempt = (id: string, post: Post) => deliver(fixture.deps, post, id);
const wait = async (id: string) => {
  const { nextAttemptAt } = await fixture.stored(id);
  fixture.moveClock(nextAttemptAt - now());
};

describe('the attempt history', () => {
  it('has time, URL, latency, status or failure, answer and next due time of each attempt', async () => {
    const id = await newNotification();
    const begun: number[] = [];
    const due: number[] = [];
    const answers = [
      takes(40, { status: 500, body: 'busy' }),
      takes(15_000, new DOMException('too slow', 'TimeoutError')),
      takes(3, Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })),
    ];
    for (const post of answers) {
      begun.push(now());
      due.push((await attempt(id, post))?.nextAttemptAt ?? 0);
      await wait(id);
    }
    begun.push(now());
    await attempt(id, takes(25, { status: 200, body: 'SUCCESS' }));
    const { url } = fixture.endpoint;
    const [tooSlow, refused] = [
      'no response within 15 seconds (TimeoutError)',
      'the connection was refused (ECONNREFUSED)',
    ];
    expect((await fixture.stored(id)).history).toEqual([
      { at: begun[0], url, latencyMs: 40, status: 500, response: 'busy', reason: 'HTTP 500', nextAt: due[0] },
      { at: begun[1], url, latencyMs: 15_000, failure: 'TimeoutError', reason: tooSlow, nextAt: due[1] },
      { at: begun[2], url, latencyMs: 3, failure: 'ECONNREFUSED', reason: refused, nextAt: due[2] },
      { at: begun[3], url, latencyMs: 25, status: 200, response: 'SUCCESS' },
    ]);
  });

  it('has the URL of its time, even if the merchant has changed it since', async () => {
    const merchant = await fixture.newMerchant();
    const [id = ''] = await fixture.enqueue(merchant);
    await attempt(id, takes(1, { status: 500, body: '' }));
    await wait(id);
    const moved = 'http://127.0.0.1:9/moved';
    await saveMerchant(fixture.deps.store, { ...merchant, notifyUrl: moved });
    await attempt(id, takes(1, { status: 200, body: 'SUCCESS' }));
    expect((await fixture.stored(id)).history?.map(({ url }) => url)).toEqual([fixture.endpoint.url, moved]);
  });

  it('has all eight attempts, after which the notification is a dead letter, listed and alarmed', async () => {
    const id = await newNotification();
    const long = takes(10, { status: 500, body: '€'.repeat(30_000) });
    for (let nth = 1; nth <= 8; nth += 1) {
      expect(fixture.alarms).toEqual([]);
      await attempt(id, long);
      await wait(id);
    }
    const stored = await fixture.stored(id);
    expect(stored).toMatchObject({ status: 'dead', lastResult: 'HTTP 500' });
    expect(stored.history).toHaveLength(8);
    expect(stored.history?.at(-1)).not.toHaveProperty('nextAt');
    expect(stored.history?.every(({ response }) => response === '€'.repeat(341))).toBe(true);
    expect(fixture.alarms).toEqual(['a notification is given up']);
  });

  it('has an attempt that was interrupted', async () => {
    const id = await newNotification();
    const began = now();
    await fixture.crashDuringAttempt(id);
    fixture.moveClock(60_000);
    await attempt(id, takes(1, { status: 503, body: '' }));
    expect((await fixture.stored(id)).history).toMatchObject([
      { at: began, failure: 'interrupted' },
      { at: began + 60_000, status: 503 },
    ]);
  });

  it('has no attempt where the merchant has no URL, which raises no alarm', async () => {
    const [id = ''] = await fixture.enqueue(await fixture.newMerchant({ notifyUrl: '' }));
    await fixture.deliverNow(id);
    expect(await fixture.stored(id)).toMatchObject({ attempts: 1, history: [] });
    expect(await fixture.stored(id)).not.toHaveProperty('claimedAt');
    for (let nth = 2; nth <= 8; nth += 1) {
      await wait(id);
      await fixture.deliverNow(id);
    }
    expect(await fixture.stored(id)).toMatchObject({ status: 'dead', history: [] });
    expect(fixture.alarms).toEqual([]);
  });

  it('has an interrupted attempt once, where the merchant has no URL any more', async () => {
    const merchant = await fixture.newMerchant();
    const [id = ''] = await fixture.enqueue(merchant);
    const began = now();
    await fixture.crashDuringAttempt(id);
    await saveMerchant(fixture.deps.store, { ...merchant, notifyUrl: '' });
    fixture.moveClock(60_000);
    for (const _ of [1, 2]) {
      await fixture.deliverNow(id);
      await wait(id);
    }
    const stored = await fixture.stored(id);
    expect(stored).toMatchObject({ attempts: 3, history: [{ at: began, failure: 'interrupted' }] });
    expect(stored).not.toHaveProperty('claimedAt');
  });

  it('goes with an alarm that says whose notification was given up, and why', async () => {
    const merchant = await fixture.newMerchant();
    const [id = ''] = await fixture.enqueue(merchant);
    const alarms: unknown[][] = [];
    const deps = { ...fixture.deps, alarm: (...what: unknown[]) => alarms.push(what) };
    for (let nth = 1; nth <= 8; nth += 1) {
      await deliver(deps, takes(1, { status: 500, body: '' }), id);
      await wait(id);
    }
    const { userNo } = merchant;
    const { correlationId } = await fixture.stored(id);
    expect(alarms.at(-1)).toEqual([
      'a notification is given up',
      { notificationId: id, userNo, correlationId, lastResult: 'HTTP 500' },
    ]);
  });
});

describe('an answer that repeats a secret', () => {
  it('is stored without card numbers', async () => {
    const { id, cardId } = await fixture.newCardNotification();
    const { cardNo = '' } = (await fixture.deps.vault.read(cardId)) ?? {};
    await attempt(id, takes(1, { status: 400, body: `no card ${cardNo} here` }));
    expect((await fixture.stored(id)).history).toMatchObject([{ response: 'no card [redacted] here' }]);
  });

  it.each(['a password', 'card data'])('is not stored when %s was sent', async (what) => {
    const { id } = await fixture.newCardNotification({ cardDataInNotifications: what === 'card data' });
    if (what === 'a password') {
      const secret = { field: 'otp', value: '314159', until: now() + 60_000 };
      const key = { pk: `notification/${id}` };
      const set = { secret: await sealSecretField(fixture.deps, id, secret) };
      await fixture.deps.store.write([{ kind: 'update', table: 'notifications', key, set }]);
    }
    await attempt(id, takes(1, { status: 400, body: 'you told me 314159 and 123' }));
    const [stored, ...others] = (await fixture.stored(id)).history ?? [];
    expect(stored).toMatchObject({ latencyMs: 1, status: 400, reason: 'HTTP 400' });
    expect(stored).not.toHaveProperty('response');
    expect(others).toEqual([]);
  });
});

describe('the next attempt is due', () => {
  it.each<[string, Post, number]>([
    ['a minute or more after 429', async () => ({ status: 429, body: '' }), 60],
    [
      'a minute or more after a timeout',
      async () => Promise.reject(new DOMException('slow', 'TimeoutError')),
      60,
    ],
    ['after the seconds of Retry-After', async () => ({ status: 503, body: '', retryAfter: '9' }), 9],
    [
      'at the date of Retry-After',
      async () => ({ status: 503, body: '', retryAfter: new Date(now() + 9_000).toUTCString() }),
      9,
    ],
    ['after two steps at most', async () => ({ status: 503, body: '', retryAfter: '86400' }), 10],
  ])('%s', async (_, post, seconds) => {
    const id = await newNotification();
    const earliest = await deliver({ ...fixture.deps, random: () => 0 }, post, id);
    expect(earliest?.nextAttemptAt).toBe(now() + seconds * 1_000);
    expect(fixture.enqueued).toEqual([{ waiting: 'notification', id, delaySeconds: seconds }]);
  });

  it('as the Retry-After of a real answer asks', async () => {
    const id = await newNotification();
    fixture.endpoint.respondWith((response) => response.writeHead(503, { 'retry-after': '9' }).end());
    expect((await fixture.deliverNow(id, { random: () => 0 }))?.nextAttemptAt).toBe(now() + 9_000);
    fixture.endpoint.respondWith(withBody('SUCCESS'));
    fixture.moveClock(9_000);
    expect(await fixture.deliverNow(id)).toMatchObject({ status: 'delivered' });
  });
});

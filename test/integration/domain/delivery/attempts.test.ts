import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CounterpartyKeys } from '../../../../shared/domain/parties/key-cache.ts';
import { sweep } from '../../../../shared/runtime/queue/sweep.ts';
import type { Random } from '../../../../shared/runtime/random.ts';
import { perRecord, Sealer } from '../../../../shared/runtime/vault/sealer.ts';
import { withBody } from '../../../support/endpoints/http-endpoint.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

let fixture: DeliveryFixture;
const now = () => fixture.deps.now();

beforeEach(async () => {
  fixture = await openDeliveryFixture();
  fixture.endpoint.respondWith(withBody('no', 500));
});
afterEach(() => fixture.endpoint.close());

/** Seconds after the n-th failed attempt (contract section 4). */
const WAITS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
const JITTERS: [string, number, Random][] = [
  ['20 % early', 0.8, () => 0],
  ['on time', 1, (limit) => Math.floor((limit - 1) / 2)],
  ['20 % late', 1.2, (limit) => limit - 1],
];

describe('a notification that is never accepted', () => {
  it.each(JITTERS)(
    'is attempted eight times by the schedule and becomes a dead letter, %s',
    async (_, share, random) => {
      const { id } = await fixture.newCardNotification();
      for (const [index, seconds] of WAITS.entries()) {
        const wait = seconds * share;
        const stored = await fixture.deliverNow(id, { random });
        const next = now() + wait * 1_000;
        expect(stored).toMatchObject({
          status: 'pending',
          attempts: index + 1,
          nextAttemptAt: next,
          lastResult: 'HTTP 500',
        });
        expect(await fixture.stored(id)).toMatchObject({
          attempts: index + 1,
          nextAttemptAt: next,
          dueAt: next + fixture.deps.graceMs,
        });
        const message = { waiting: 'notification', id, delaySeconds: Math.ceil(wait) };
        expect(fixture.enqueued.splice(0)).toEqual(wait <= 900 ? [message] : []);
        fixture.moveClock(wait * 1_000 - 1);
        await fixture.deliverNow(id, { random });
        expect(fixture.endpoint.requests).toHaveLength(index + 1);
        fixture.moveClock(1);
      }
      expect(await fixture.deliverNow(id, { random })).toMatchObject({
        status: 'dead',
        attempts: 8,
        lastResult: 'HTTP 500',
      });
      expect(await fixture.stored(id)).not.toHaveProperty('dueAt');
      fixture.moveClock(40 * 3_600_000);
      expect(await fixture.deliverNow(id, { random })).toMatchObject({ status: 'dead' });
      expect(await sweep(fixture.deps)).toEqual({ order: 0, notification: 0 });
      expect(fixture.endpoint.requests).toHaveLength(8);
      expect(fixture.enqueued).toEqual([]);
    },
  );

  it('is enqueued by the sweeper where its wait exceeds the queue’s maximum delay', async () => {
    const { id } = await fixture.newCardNotification();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const stored = await fixture.deliverNow(id);
      fixture.moveClock((stored?.nextAttemptAt ?? 0) - now());
    }
    fixture.enqueued.length = 0;
    expect(await sweep(fixture.deps)).toEqual({ order: 0, notification: 0 });
    fixture.moveClock(fixture.deps.graceMs);
    expect(await sweep(fixture.deps)).toEqual({ order: 0, notification: 1 });
    expect(fixture.enqueued).toEqual([{ waiting: 'notification', id, delaySeconds: 0 }]);
    fixture.endpoint.respondWith(withBody('SUCCESS'));
    expect(await fixture.deliverNow(id)).toMatchObject({ status: 'delivered', attempts: 4 });
  });
});

describe('an attempt', () => {
  it('is claimed and made once, however many messages arrive at the same time', async () => {
    const merchant = await fixture.newMerchant();
    const [first = '', id = ''] = await fixture.enqueue(merchant, 2);
    fixture.endpoint.respondWith(withBody('SUCCESS'));
    await fixture.deliverNow(first);
    fixture.endpoint.respondWith(withBody('no', 500));
    fixture.moveClock(60_000);
    await Promise.all(Array.from({ length: 10 }, () => fixture.deliverNow(id)));
    expect(fixture.endpoint.requests).toHaveLength(2);
    expect(await fixture.stored(id)).toMatchObject({ attempts: 1, status: 'pending' });
  });

  it('is made once, perhaps a moment later, where more workers compete than the endpoint has slots', async () => {
    const { id } = await fixture.newCardNotification();
    await Promise.all(Array.from({ length: 10 }, () => fixture.deliverNow(id)));
    if (fixture.endpoint.requests.length === 0) {
      fixture.moveClock(1_250);
      await fixture.deliverNow(id);
    }
    expect(fixture.endpoint.requests).toHaveLength(1);
    expect(await fixture.stored(id)).toMatchObject({ attempts: 1, status: 'pending' });
  });

  it('that was interrupted is repeated when its lease ends, enqueued by the sweeper', async () => {
    const { id } = await fixture.newCardNotification();
    await fixture.crashDuringAttempt(id);
    fixture.endpoint.respondWith(withBody('SUCCESS'));
    fixture.moveClock(59_999);
    await fixture.deliverNow(id);
    expect(fixture.endpoint.requests).toHaveLength(0);
    fixture.moveClock(1);
    expect(await sweep(fixture.deps)).toEqual({ order: 0, notification: 1 });
    expect(await fixture.deliverNow(id)).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(fixture.endpoint.requests).toHaveLength(1);
  });

  it('that was interrupted is repeated even if the sweeper has enqueued it too early', async () => {
    const { id } = await fixture.newCardNotification();
    fixture.moveClock(30_000);
    await fixture.crashDuringAttempt(id);
    fixture.endpoint.respondWith(withBody('SUCCESS'));
    fixture.moveClock(fixture.deps.graceMs - 30_000);
    expect(await sweep(fixture.deps)).toEqual({ order: 0, notification: 1 });
    await fixture.deliverNow(id);
    expect(fixture.endpoint.requests).toHaveLength(0);
    fixture.moveClock(fixture.deps.graceMs);
    expect(await sweep(fixture.deps)).toEqual({ order: 0, notification: 1 });
    expect(await fixture.deliverNow(id)).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  it('leaves the notification’s place in the due index unchanged while it is made', async () => {
    const { id } = await fixture.newCardNotification();
    const { dueAt } = await fixture.stored(id);
    fixture.moveClock(30_000);
    await fixture.crashDuringAttempt(id);
    expect(await fixture.stored(id)).toMatchObject({ dueAt, claimedAt: now() });
  });

  it('is not made a ninth time, even after the eighth was interrupted', async () => {
    const { id } = await fixture.newCardNotification();
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      const stored = await fixture.deliverNow(id);
      fixture.moveClock((stored?.nextAttemptAt ?? 0) - now());
    }
    await fixture.crashDuringAttempt(id);
    fixture.moveClock(60_000);
    expect(await fixture.deliverNow(id)).toMatchObject({
      status: 'dead',
      attempts: 8,
      lastResult: 'interrupted',
    });
    expect(fixture.endpoint.requests).toHaveLength(7);
  });

  it('does not count when the platform’s own keys were unreachable', async () => {
    const { id } = await fixture.newCardNotification();
    const down = async () => {
      throw new Error('the keeper of keys is out of reach');
    };
    const counterpartyKeys = new CounterpartyKeys(
      fixture.deps.store,
      new Sealer({ generate: down, unwrap: down }, perRecord),
    );
    await expect(fixture.deliverNow(id, { counterpartyKeys })).rejects.toThrow('out of reach');
    expect(await fixture.stored(id)).toMatchObject({ attempts: 0, status: 'pending' });
    await fixture.deliverNow(id);
    expect(fixture.endpoint.requests).toHaveLength(1);
  });
});

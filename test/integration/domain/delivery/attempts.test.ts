import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CounterpartyKeys } from '../../../../shared/domain/parties/key-cache.ts';
import { sweep } from '../../../../shared/runtime/queue/sweep.ts';
import type { Random } from '../../../../shared/runtime/random.ts';
import { perRecord, Sealer } from '../../../../shared/runtime/vault/sealer.ts';
import { withBody } from '../../../support/endpoints/http-endpoint.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

let world: DeliveryFixture;
const now = () => world.deps.now();

beforeEach(async () => {
  world = await openDeliveryFixture();
  world.endpoint.respondWith(withBody('no', 500));
});
afterEach(() => world.endpoint.close());

/** Seconds after the n-th failed attempt (contract section 4). */
const WAITS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
const JITTERS: [string, number, Random][] = [
  ['20 % early', 0.8, () => 0],
  ['on time', 1, (limit) => Math.floor((limit - 1) / 2)],
  ['20 % late', 1.2, (limit) => limit - 1],
];

describe('a notification that nobody accepts', () => {
  it.each(JITTERS)('is tried eight times by the schedule and is dead then, %s', async (_, share, random) => {
    const { id } = await world.newCardNotification();
    for (const [index, seconds] of WAITS.entries()) {
      const wait = seconds * share;
      const kept = await world.deliverNow(id, { random });
      const next = now() + wait * 1_000;
      expect(kept).toMatchObject({
        status: 'pending',
        attempts: index + 1,
        nextAttemptAt: next,
        lastResult: 'HTTP 500',
      });
      expect(await world.stored(id)).toMatchObject({
        attempts: index + 1,
        nextAttemptAt: next,
        dueAt: next + world.deps.graceMs,
      });
      const message = { waiting: 'notification', id, delaySeconds: Math.ceil(wait) };
      expect(world.enqueued.splice(0)).toEqual(wait <= 900 ? [message] : []);
      world.moveClock(wait * 1_000 - 1);
      await world.deliverNow(id, { random });
      expect(world.endpoint.requests).toHaveLength(index + 1);
      world.moveClock(1);
    }
    expect(await world.deliverNow(id, { random })).toMatchObject({
      status: 'dead',
      attempts: 8,
      lastResult: 'HTTP 500',
    });
    expect(await world.stored(id)).not.toHaveProperty('dueAt');
    world.moveClock(40 * 3_600_000);
    expect(await world.deliverNow(id, { random })).toMatchObject({ status: 'dead' });
    expect(await sweep(world.deps)).toEqual({ order: 0, notification: 0 });
    expect(world.endpoint.requests).toHaveLength(8);
    expect(world.enqueued).toEqual([]);
  });

  it('is found by the sweeper where a queue cannot wait as long', async () => {
    const { id } = await world.newCardNotification();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const kept = await world.deliverNow(id);
      world.moveClock((kept?.nextAttemptAt ?? 0) - now());
    }
    world.enqueued.length = 0;
    expect(await sweep(world.deps)).toEqual({ order: 0, notification: 0 });
    world.moveClock(world.deps.graceMs);
    expect(await sweep(world.deps)).toEqual({ order: 0, notification: 1 });
    expect(world.enqueued).toEqual([{ waiting: 'notification', id, delaySeconds: 0 }]);
    world.endpoint.respondWith(withBody('SUCCESS'));
    expect(await world.deliverNow(id)).toMatchObject({ status: 'delivered', attempts: 4 });
  });
});

describe('an attempt', () => {
  it('is made once, however often and at once it is woken', async () => {
    const merchant = await world.newMerchant();
    const [first = '', id = ''] = await world.enqueue(merchant, 2);
    world.endpoint.respondWith(withBody('SUCCESS'));
    await world.deliverNow(first);
    world.endpoint.respondWith(withBody('no', 500));
    await Promise.all(Array.from({ length: 10 }, () => world.deliverNow(id)));
    expect(world.endpoint.requests).toHaveLength(2);
    expect(await world.stored(id)).toMatchObject({ attempts: 1, status: 'pending' });
  });

  it('is made once or a moment later, where more wake for it at once than the endpoint can bear', async () => {
    const { id } = await world.newCardNotification();
    await Promise.all(Array.from({ length: 10 }, () => world.deliverNow(id)));
    if (world.endpoint.requests.length === 0) {
      world.moveClock(1_250);
      await world.deliverNow(id);
    }
    expect(world.endpoint.requests).toHaveLength(1);
    expect(await world.stored(id)).toMatchObject({ attempts: 1, status: 'pending' });
  });

  it('that was cut off is made again when its lease is over, and the sweeper wakes for it', async () => {
    const { id } = await world.newCardNotification();
    await world.cutOff(id);
    world.endpoint.respondWith(withBody('SUCCESS'));
    world.moveClock(59_999);
    await world.deliverNow(id);
    expect(world.endpoint.requests).toHaveLength(0);
    world.moveClock(1);
    expect(await sweep(world.deps)).toEqual({ order: 0, notification: 1 });
    expect(await world.deliverNow(id)).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(world.endpoint.requests).toHaveLength(1);
  });

  it('that was cut off is made again even when the sweeper had woken for it too early', async () => {
    const { id } = await world.newCardNotification();
    world.moveClock(30_000);
    await world.cutOff(id);
    world.endpoint.respondWith(withBody('SUCCESS'));
    world.moveClock(world.deps.graceMs - 30_000);
    expect(await sweep(world.deps)).toEqual({ order: 0, notification: 1 });
    await world.deliverNow(id);
    expect(world.endpoint.requests).toHaveLength(0);
    world.moveClock(world.deps.graceMs);
    expect(await sweep(world.deps)).toEqual({ order: 0, notification: 1 });
    expect(await world.deliverNow(id)).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  it('stays in the index of what is due as it was while it is made', async () => {
    const { id } = await world.newCardNotification();
    const { dueAt } = await world.stored(id);
    world.moveClock(30_000);
    await world.cutOff(id);
    expect(await world.stored(id)).toMatchObject({ dueAt, takenAt: now() });
  });

  it('is never a ninth, even after the eighth was cut off', async () => {
    const { id } = await world.newCardNotification();
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      const kept = await world.deliverNow(id);
      world.moveClock((kept?.nextAttemptAt ?? 0) - now());
    }
    await world.cutOff(id);
    world.moveClock(60_000);
    expect(await world.deliverNow(id)).toMatchObject({ status: 'dead', attempts: 8, lastResult: 'cut off' });
    expect(world.endpoint.requests).toHaveLength(7);
  });

  it('does not count when the platform’s own keys were out of reach', async () => {
    const { id } = await world.newCardNotification();
    const down = async () => {
      throw new Error('the keeper of keys is out of reach');
    };
    const counterpartyKeys = new CounterpartyKeys(
      world.deps.store,
      new Sealer({ generate: down, unwrap: down }, perRecord),
    );
    await expect(world.deliverNow(id, { counterpartyKeys })).rejects.toThrow('out of reach');
    expect(await world.stored(id)).toMatchObject({ attempts: 0, status: 'pending' });
    await world.deliverNow(id);
    expect(world.endpoint.requests).toHaveLength(1);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { dueAttributes } from '../../../shared/platform/due.ts';
import { sweep } from '../../../shared/platform/sweep.ts';
import type { WakeUp } from '../../../shared/platform/wake-up.ts';
import { openedCard, opening } from '../../support/card-steps.ts';
import { interruptedStore } from '../../support/interrupted-store.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { Crash } from '../faults/faulty-store.ts';

let world: TestPlatform;
let grace: number;
let merchants = 0;
const newCall = async () => {
  merchants += 1;
  return world.call(await world.merchant(String(merchants), 1_000_000n));
};
/** What was sent since the last look. */
const woken = () => world.woken.splice(0);
const sweepNow = () => sweep(world.platform);
const orderMessage = (id: string) => ({ waiting: 'order', id, delaySeconds: 0 });

beforeEach(async () => {
  world = await openTestPlatform();
  grace = world.platform.graceMs;
});

describe('the sweeper', () => {
  it('leaves alone what is not due yet', async () => {
    await openCard(opening(), await newCall());
    world.moveClock(grace - 1);
    expect(await sweepNow()).toEqual({ order: 0, notification: 0 });
    expect(woken()).toEqual([]);
  });

  it('wakes an order from the moment it is due, once', async () => {
    const { orderId } = await openCard(opening(), await newCall());
    world.moveClock(grace);
    expect(await sweepNow()).toEqual({ order: 1, notification: 0 });
    expect(woken()).toEqual([orderMessage(orderId)]);
    expect(await sweepNow()).toEqual({ order: 0, notification: 0 });
    expect(woken()).toEqual([]);
  });

  it('finds an order again whose message was lost, time after time', async () => {
    const { orderId } = await openCard(opening(), await newCall());
    for (let round = 0; round < 3; round += 1) {
      world.moveClock(grace);
      expect(await sweepNow()).toEqual({ order: 1, notification: 0 });
      expect(woken()).toEqual([orderMessage(orderId)]);
    }
  });

  it('wakes for the notification once its order is final, and for the order no more', async () => {
    const cardId = await openedCard(await newCall());
    world.moveClock(grace);
    expect(await sweepNow()).toEqual({ order: 0, notification: 1 });
    expect(woken()).toEqual([{ waiting: 'notification', id: `card_operate/${cardId}`, delaySeconds: 0 }]);
  });

  it('wakes each once when several sweep at a time', async () => {
    const call = await newCall();
    const orders = await Promise.all(Array.from({ length: 20 }, () => openCard(opening(), call)));
    world.moveClock(grace);
    const sweeps = await Promise.all(Array.from({ length: 4 }, sweepNow));
    expect(sweeps.reduce((sum, { order }) => sum + order, 0)).toBe(20);
    expect(
      woken()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(orders.map(({ orderId }) => orderId).sort());
  });

  it('does not bring back to the index what was dealt with meanwhile', async () => {
    const { orderId } = await openCard(opening(), await newCall());
    world.moveClock(grace);
    await Promise.all([sweepNow(), fulfilOrder(world.platform, orderId)]);
    const order = await world.platform.store.get('orders', { pk: `order/${orderId}` });
    expect(order).toMatchObject({ status: 'success' });
    expect(order).not.toHaveProperty('dueAt');
    expect(order).not.toHaveProperty('dueShard');
  });

  it('takes 1,000 of a shard at a time and the rest the next time', async () => {
    const ids = Array.from({ length: 1_030 }, (_, index) => `${1_150_000_000_000 + index}0`);
    const now = world.platform.now();
    const put = (id: string) =>
      world.platform.store.write([
        { kind: 'put', table: 'orders', item: { pk: `order/${id}`, orderId: id, ...dueAttributes(id, now) } },
      ]);
    await Promise.all(ids.map(put));
    expect(await sweepNow()).toEqual({ order: 1_000, notification: 0 });
    expect(await sweepNow()).toEqual({ order: 30, notification: 0 });
    expect(await sweepNow()).toEqual({ order: 0, notification: 0 });
    expect(
      woken()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids);
  });

  it('counts what it woke, not what could not be sent', async () => {
    const { orderId } = await openCard(opening(), await newCall());
    world.moveClock(grace);
    const failing = { send: async (_: unknown, ids: readonly string[]) => [...ids] };
    expect(await sweep({ ...world.platform, wakeUp: failing })).toEqual({ order: 0, notification: 0 });
    world.moveClock(grace);
    expect(await sweepNow()).toEqual({ order: 1, notification: 0 });
    expect(woken()).toEqual([orderMessage(orderId)]);
  });

  it('sends a notification under the number of its merchant, which makes the queue fair', async () => {
    const call = await newCall();
    const cardId = await openedCard(call);
    const id = `card_operate/${cardId}`;
    const owners: unknown[] = [];
    const wakeUp: WakeUp = {
      send: async (_, ids, __, ownerOf) => {
        owners.push(...ids.map((one) => [one, ownerOf?.(one)]));
        return [];
      },
    };
    world.moveClock(grace);
    await sweep({ ...world.platform, wakeUp });
    expect(owners).toEqual([[id, call.merchant.userNo]]);
  });

  it('says so when it cannot note what it wakes, and wakes nothing', async () => {
    await openCard(opening(), await newCall());
    world.moveClock(grace);
    const store = interruptedStore(world.platform.store, () => Promise.reject(new Crash()));
    await expect(sweep({ ...world.platform, store })).rejects.toThrow(Crash);
    expect(woken()).toEqual([]);
  });

  it('still wakes for notifications when the queue of orders is out of reach', async () => {
    const call = await newCall();
    const cardId = await openedCard(call);
    await openCard(opening(), call);
    world.moveClock(grace);
    const { wakeUp } = world.platform;
    const broken: typeof wakeUp = {
      send: async (waiting, ids) => {
        if (waiting === 'order') throw new Error('the queue is out of reach');
        return wakeUp.send(waiting, ids);
      },
    };
    await expect(sweep({ ...world.platform, wakeUp: broken })).rejects.toThrow('the queue is out of reach');
    expect(woken()).toEqual([{ waiting: 'notification', id: `card_operate/${cardId}`, delaySeconds: 0 }]);
  });
});

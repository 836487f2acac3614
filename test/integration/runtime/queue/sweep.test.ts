import { beforeEach, describe, expect, it } from 'vitest';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { dueIndexAttributes } from '../../../../shared/runtime/queue/due-index.ts';
import { sweep } from '../../../../shared/runtime/queue/sweep.ts';
import type { WorkQueue } from '../../../../shared/runtime/queue/work-queue.ts';
import { openedCard, opening } from '../../../support/fixtures/card-steps.ts';
import {
  fulfilledLater,
  openTestPlatform,
  type TestPlatform,
} from '../../../support/fixtures/test-platform.ts';
import { Crash } from '../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';

let fixture: TestPlatform;
let grace: number;
let merchants = 0;
const newCall = async () => {
  merchants += 1;
  return fixture.call(await fixture.merchant(String(merchants), 1_000_000n));
};
/** Returns what was enqueued since the last call. */
const enqueued = () => fixture.enqueued.splice(0);
const sweepNow = () => sweep(fixture.deps);
/** The id of the notification that the latest merchant's card is opened. */
const outcomeOf = (cardId: string) => `${merchants}/card_operate/${cardId}`;
const orderMessage = (id: string) => ({ waiting: 'order', id, delaySeconds: 0 });

beforeEach(async () => {
  fixture = await openTestPlatform(fulfilledLater);
  grace = fixture.deps.graceMs;
});

describe('the sweeper', () => {
  it('leaves an item alone before it is due', async () => {
    await openCard(opening(), await newCall());
    fixture.moveClock(grace - 1);
    expect(await sweepNow()).toEqual({ order: 0, notification: 0 });
    expect(enqueued()).toEqual([]);
  });

  it('enqueues an order once it is due, and once only', async () => {
    const { orderId } = await openCard(opening(), await newCall());
    fixture.moveClock(grace);
    expect(await sweepNow()).toEqual({ order: 1, notification: 0 });
    expect(enqueued()).toEqual([orderMessage(orderId)]);
    expect(await sweepNow()).toEqual({ order: 0, notification: 0 });
    expect(enqueued()).toEqual([]);
  });

  it('enqueues an order again each time its message is lost', async () => {
    const { orderId } = await openCard(opening(), await newCall());
    for (let round = 0; round < 3; round += 1) {
      fixture.moveClock(grace);
      expect(await sweepNow()).toEqual({ order: 1, notification: 0 });
      expect(enqueued()).toEqual([orderMessage(orderId)]);
    }
  });

  it('enqueues the notification once its order is final, and the order no longer', async () => {
    const cardId = await openedCard(await newCall());
    fixture.moveClock(grace);
    expect(await sweepNow()).toEqual({ order: 0, notification: 1 });
    expect(enqueued()).toEqual([{ waiting: 'notification', id: outcomeOf(cardId), delaySeconds: 0 }]);
  });

  it('enqueues each item once when several sweepers run at a time', async () => {
    const call = await newCall();
    const orders = await Promise.all(Array.from({ length: 20 }, () => openCard(opening(), call)));
    fixture.moveClock(grace);
    const sweeps = await Promise.all(Array.from({ length: 4 }, sweepNow));
    expect(sweeps.reduce((sum, { order }) => sum + order, 0)).toBe(20);
    expect(
      enqueued()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(orders.map(({ orderId }) => orderId).sort());
  });

  it('does not restore to the index what is finished at the same time', async () => {
    const { orderId } = await openCard(opening(), await newCall());
    fixture.moveClock(grace);
    await Promise.all([sweepNow(), fulfilOrder(fixture.deps, orderId)]);
    const order = await fixture.deps.store.get('orders', { pk: `order/${orderId}` });
    expect(order).toMatchObject({ status: 'success' });
    expect(order).not.toHaveProperty('dueAt');
    expect(order).not.toHaveProperty('dueShard');
  });

  /** Stores orders of a merchant that have been due for `first` ms or longer. */
  const putDue = async (owner: string, count: number, first: number) => {
    const now = fixture.deps.now();
    const ids = Array.from({ length: count }, (_, index) => `${1_150_000_000_000 + index}/${owner}`);
    const due = (id: string, index: number) => dueIndexAttributes(id, now - first + Math.floor(index / 10));
    const put = (id: string, index: number) =>
      fixture.deps.store.write([
        {
          kind: 'put',
          table: 'orders',
          item: { pk: `order/${id}`, orderId: id, listing: owner, ...due(id, index) },
        },
      ]);
    await Promise.all(ids.map(put));
    return ids;
  };

  it('enqueues a backlog longer than its pages, each item once', async () => {
    const ids = await putDue('7', 500, 5_000);
    const limits = { pageSize: 20, maxRowsPerShard: 1_000, maxItems: 400, batchSize: 30, budgetMs: 1_000 };
    expect(await sweep(fixture.deps, limits)).toEqual({ order: 400, notification: 0 });
    expect(await sweep(fixture.deps, limits)).toEqual({ order: 100, notification: 0 });
    expect(await sweep(fixture.deps, limits)).toEqual({ order: 0, notification: 0 });
    expect(
      enqueued()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
  });

  it('alternates between merchants: a small backlog does not wait for a large one, even of a sharded account', async () => {
    await putDue('7', 300, 9_000);
    await putDue('7~3', 300, 8_000);
    const [late = ''] = await putDue('8', 1, 0);
    await sweepNow();
    expect(
      enqueued()
        .slice(0, 2)
        .map(({ id }) => id),
    ).toContain(late);
  });

  it('ends at its time limit, and the next run continues', async () => {
    await putDue('7', 250, 1_000);
    const { workQueue } = fixture.deps;
    const slow: WorkQueue = {
      send: async (...sent) => {
        fixture.moveClock(20_000);
        return workQueue.send(...sent);
      },
    };
    expect(await sweep({ ...fixture.deps, workQueue: slow })).toEqual({ order: 200, notification: 0 });
    expect(await sweepNow()).toEqual({ order: 50, notification: 0 });
  });

  it('counts what it enqueued, not what could not be sent', async () => {
    const { orderId } = await openCard(opening(), await newCall());
    fixture.moveClock(grace);
    const failing = { send: async (_: unknown, ids: readonly string[]) => [...ids] };
    expect(await sweep({ ...fixture.deps, workQueue: failing })).toEqual({ order: 0, notification: 0 });
    fixture.moveClock(grace);
    expect(await sweepNow()).toEqual({ order: 1, notification: 0 });
    expect(enqueued()).toEqual([orderMessage(orderId)]);
  });

  it('sends a notification under its merchant’s number, which makes the queue fair', async () => {
    const call = await newCall();
    const cardId = await openedCard(call);
    const id = outcomeOf(cardId);
    const owners: unknown[] = [];
    const workQueue: WorkQueue = {
      send: async (_, ids, __, ownerOf) => {
        owners.push(...ids.map((one) => [one, ownerOf?.(one)]));
        return [];
      },
    };
    fixture.moveClock(grace);
    await sweep({ ...fixture.deps, workQueue });
    expect(owners).toEqual([[id, call.merchant.userNo]]);
  });

  it('reports a failure to postpone due items, and enqueues nothing', async () => {
    await openCard(opening(), await newCall());
    fixture.moveClock(grace);
    const store = interruptedStore(fixture.deps.store, () => Promise.reject(new Crash()));
    await expect(sweep({ ...fixture.deps, store })).rejects.toThrow(Crash);
    expect(enqueued()).toEqual([]);
  });

  it('enqueues notifications even if the queue of orders is unreachable', async () => {
    const call = await newCall();
    const cardId = await openedCard(call);
    await openCard(opening(), call);
    fixture.moveClock(grace);
    const { workQueue } = fixture.deps;
    const broken: typeof workQueue = {
      send: async (waiting, ids) => {
        if (waiting === 'order') throw new Error('the queue is out of reach');
        return workQueue.send(waiting, ids);
      },
    };
    await expect(sweep({ ...fixture.deps, workQueue: broken })).rejects.toThrow('the queue is out of reach');
    expect(enqueued()).toEqual([{ waiting: 'notification', id: outcomeOf(cardId), delaySeconds: 0 }]);
  });
});

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BinRange, findBinRange, saveBinRange } from '../../../shared/cards/bin.ts';
import { formatDate } from '../../../shared/contract/time.ts';
import type { Issuer } from '../../../shared/issuer/issuer.ts';
import { merchantCardAccount } from '../../../shared/ledger/accounts.ts';
import { readBalance } from '../../../shared/ledger/balance.ts';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { type Order, orderKey, readOrder } from '../../../shared/orders/order.ts';
import { pageOrders } from '../../../shared/orders/order-pages.ts';
import { WAITS } from '../../../shared/orders/polling-delays.ts';
import type { Call, Platform } from '../../../shared/platform/platform.ts';
import { sweep } from '../../../shared/platform/sweep.ts';
import { opening } from '../../support/card-steps.ts';
import { interruptedStore } from '../../support/interrupted-store.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { Crash } from '../faults/faulty-store.ts';

let world: TestPlatform;
let call: Call;

beforeAll(async () => {
  world = await openTestPlatform();
  call = world.call(await world.merchant('1', 1_000_000n));
});
beforeEach(() => {
  world.alarms.length = 0;
});

const account = () => readBalance(world.platform.store, merchantCardAccount('1', 'USD'));
const placed = async (changes: object = {}) => {
  const startDate = formatDate(world.platform.now(), world.platform.utcOffset);
  return (await openCard(opening({ startDate, ...changes }), call)).orderId;
};

describe('an opening in a range whose numbers are used up', () => {
  /** A BIN of 15 digits leaves the check digit alone: one number. */
  beforeAll(async () => {
    const range = (await findBinRange(world.platform.store, 'V1')) as BinRange;
    await saveBinRange(world.platform.store, { ...range, binRangeId: 'ONE', cardBin: '499900999999999' });
    call = world.call({ ...call.merchant, binRangeIds: [...call.merchant.binRangeIds, 'ONE'] });
    const orderId = await placed({ binRangeId: 'ONE' });
    expect(await fulfilOrder(world.platform, orderId)).toMatchObject({ status: 'success' });
  });

  it('fails at once with a reason, gives the money back, is told, and rings', async () => {
    const before = await account();
    const orderId = await placed({ binRangeId: 'ONE' });
    const failed = { status: 'failure', failure: 'no card number is free' };
    expect(await fulfilOrder(world.platform, orderId)).toMatchObject(failed);
    expect(await account()).toEqual(before);
    expect(world.alarms).toEqual(['an order cannot be carried out']);
    const about = { orderId, issuer: 'embedded', reason: 'BIN range ONE is used up' };
    expect(world.rung.at(-1)).toEqual({ what: 'an order cannot be carried out', about });
    const { notifications } = await world.books();
    const news = notifications.find(({ notificationId }) => notificationId === `card_operate/${orderId}`);
    expect(JSON.parse(news?.content ?? '{}')).toMatchObject({ status: 2 });
    const { list } = await pageOrders({ orderId, currentPage: 1, pageSize: 1 }, call);
    expect(list).toMatchObject([{ status: 2, statusDesc: 'no card number is free' }]);
    world.moveClock(60 * world.platform.graceMs);
    expect(await sweep(world.platform)).toMatchObject({ order: 0 });
    expect((await world.audit()).flatMap(({ differences }) => differences)).toEqual([]);
  });
});

describe('an order with which the platform itself fails', () => {
  const broken: Issuer = {
    perform: () => Promise.reject(new Error('no key')),
  };
  let orderId: string;
  const fulfil = (changes: Partial<Platform> = {}) =>
    fulfilOrder({ ...world.platform, issuers: { embedded: broken }, ...changes }, orderId);
  const order = (): Promise<Order & { dueAt?: number }> => readOrder(world.platform.store, orderId);

  beforeEach(async () => {
    orderId = await placed();
  });

  it('is tried again by waits that grow, and then no more: a person is called', async () => {
    for (const [failures, wait] of WAITS.entries()) {
      await expect(fulfil()).rejects.toThrow('no key');
      const next = world.platform.now() + wait * world.platform.graceMs;
      expect(await order()).toMatchObject({ status: 'pending', failures: failures + 1, dueAt: next });
      world.moveClock(wait * world.platform.graceMs);
    }
    expect(world.alarms).toEqual([]);
    await expect(fulfil()).rejects.toThrow('no key');
    expect(world.alarms).toEqual(['an order cannot be carried out']);
    const about = { orderId, issuer: 'embedded', reason: 'Error: no key' };
    expect(world.rung.at(-1)).toEqual({ what: 'an order cannot be carried out', about });
    expect(await order()).not.toHaveProperty('dueAt');
    expect(await order()).not.toHaveProperty('dueShard');
    world.moveClock(1_000 * world.platform.graceMs);
    expect(await sweep(world.platform)).toMatchObject({ order: 0 });
    expect(await fulfil(world.platform)).toMatchObject({ status: 'success' });
  });

  it('is counted once for each wait, whoever wakes it in between', async () => {
    for (let wakes = 0; wakes < 5; wakes += 1) await expect(fulfil()).rejects.toThrow('no key');
    expect(await order()).toMatchObject({ failures: 1 });
    world.moveClock(world.platform.graceMs);
    for (let wakes = 0; wakes < 5; wakes += 1) await expect(fulfil()).rejects.toThrow('no key');
    expect(await order()).toMatchObject({ failures: 2 });
    await fulfil(world.platform);
  });

  it('fails by what went wrong first, where its failure cannot be noted either', async () => {
    const store = interruptedStore(world.platform.store, () => Promise.reject(new Crash()));
    await expect(fulfil({ store })).rejects.toThrow('no key');
    expect(await order()).not.toHaveProperty('failures');
    await fulfil(world.platform);
  });

  it('is left as it is where somebody else has ended it meanwhile', async () => {
    const store = interruptedStore(world.platform.store, () => fulfil(world.platform));
    await expect(fulfil({ store })).rejects.toThrow('no key');
    expect(await order()).toMatchObject({ status: 'success' });
    expect(await order()).not.toHaveProperty('failures');
  });

  it('begins anew once its issuer has answered', async () => {
    const asked: Issuer = {
      perform: async () => ({ state: 'unknown' }),
      inquire: async () => ({ state: 'unknown' }),
    };
    await expect(fulfil()).rejects.toThrow('no key');
    world.moveClock(world.platform.graceMs);
    await fulfil({ issuers: { embedded: asked } });
    const item = await world.platform.store.get('orders', orderKey(orderId));
    expect(item).toMatchObject({ asked: 0 });
    expect(item).not.toHaveProperty('failures');
    expect(item).not.toHaveProperty('tryAt');
    await fulfil(world.platform);
  });
});

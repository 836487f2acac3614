import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Dependencies, MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import {
  type BinRange,
  findBinRange,
  saveBinRange,
} from '../../../../../shared/domain/issuing/model/bin-range.ts';
import type { Issuer } from '../../../../../shared/domain/issuing/model/issuer.ts';
import { type Order, orderKey, readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { pageOrders } from '../../../../../shared/domain/issuing/orders/order-pages.ts';
import { merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../shared/domain/money/ledger/balance.ts';
import { POLLING_DELAYS } from '../../../../../shared/runtime/queue/polling-delays.ts';
import { sweep } from '../../../../../shared/runtime/queue/sweep.ts';
import { formatDate } from '../../../../../shared/wire/contract/time.ts';
import { opening } from '../../../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';
import { Crash } from '../../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';

let world: TestPlatform;
let call: MerchantCall;

beforeAll(async () => {
  world = await openTestPlatform();
  call = world.call(await world.merchant('1', 1_000_000n));
});
beforeEach(() => {
  world.alarms.length = 0;
});

const account = () => readBalance(world.deps.store, merchantCardAccount('1', 'USD'));
const placed = async (changes: object = {}) => {
  const startDate = formatDate(world.deps.now(), world.deps.utcOffset);
  return (await openCard(opening({ startDate, ...changes }), call)).orderId;
};

describe('an opening in a range whose numbers are used up', () => {
  /** A BIN of 15 digits leaves the check digit alone: one number. */
  beforeAll(async () => {
    const range = (await findBinRange(world.deps.store, 'V1')) as BinRange;
    await saveBinRange(world.deps.store, { ...range, binRangeId: 'ONE', cardBin: '499900999999999' });
    call = world.call({ ...call.merchant, binRangeIds: [...call.merchant.binRangeIds, 'ONE'] });
    const orderId = await placed({ binRangeId: 'ONE' });
    expect(await fulfilOrder(world.deps, orderId)).toMatchObject({ status: 'success' });
  });

  it('fails at once with a reason, gives the money back, is told, and rings', async () => {
    const before = await account();
    const orderId = await placed({ binRangeId: 'ONE' });
    const failed = { status: 'failure', failure: 'no card number is free' };
    expect(await fulfilOrder(world.deps, orderId)).toMatchObject(failed);
    expect(await account()).toEqual(before);
    expect(world.alarms).toEqual(['an order cannot be carried out']);
    const about = { orderId, issuer: 'embedded', reason: 'BIN range ONE is used up' };
    expect(world.alarmDetails.at(-1)).toEqual({ what: 'an order cannot be carried out', about });
    const { notifications } = await world.snapshot();
    const news = notifications.find(({ notificationId }) => notificationId === `card_operate/${orderId}`);
    expect(JSON.parse(news?.content ?? '{}')).toMatchObject({ status: 2 });
    const { list } = await pageOrders({ orderId, currentPage: 1, pageSize: 1 }, call);
    expect(list).toMatchObject([{ status: 2, statusDesc: 'no card number is free' }]);
    world.moveClock(60 * world.deps.graceMs);
    expect(await sweep(world.deps)).toMatchObject({ order: 0 });
    expect((await world.audit()).flatMap(({ differences }) => differences)).toEqual([]);
  });
});

describe('an order with which the platform itself fails', () => {
  const broken: Issuer = {
    perform: () => Promise.reject(new Error('no key')),
  };
  let orderId: string;
  const fulfil = (changes: Partial<Dependencies> = {}) =>
    fulfilOrder({ ...world.deps, issuers: { embedded: broken }, ...changes }, orderId);
  const order = (): Promise<Order & { dueAt?: number }> => readOrder(world.deps.store, orderId);

  beforeEach(async () => {
    orderId = await placed();
  });

  it('is tried again by waits that grow, and then no more: a person is called', async () => {
    for (const [failures, wait] of POLLING_DELAYS.entries()) {
      await expect(fulfil()).rejects.toThrow('no key');
      const next = world.deps.now() + wait * world.deps.graceMs;
      expect(await order()).toMatchObject({ status: 'pending', failures: failures + 1, dueAt: next });
      world.moveClock(wait * world.deps.graceMs);
    }
    expect(world.alarms).toEqual([]);
    await expect(fulfil()).rejects.toThrow('no key');
    expect(world.alarms).toEqual(['an order cannot be carried out']);
    const about = { orderId, issuer: 'embedded', reason: 'Error: no key' };
    expect(world.alarmDetails.at(-1)).toEqual({ what: 'an order cannot be carried out', about });
    expect(await order()).not.toHaveProperty('dueAt');
    expect(await order()).not.toHaveProperty('dueShard');
    world.moveClock(1_000 * world.deps.graceMs);
    expect(await sweep(world.deps)).toMatchObject({ order: 0 });
    expect(await fulfil(world.deps)).toMatchObject({ status: 'success' });
  });

  it('is counted once for each wait, whoever wakes it in between', async () => {
    for (let wakes = 0; wakes < 5; wakes += 1) await expect(fulfil()).rejects.toThrow('no key');
    expect(await order()).toMatchObject({ failures: 1 });
    world.moveClock(world.deps.graceMs);
    for (let wakes = 0; wakes < 5; wakes += 1) await expect(fulfil()).rejects.toThrow('no key');
    expect(await order()).toMatchObject({ failures: 2 });
    await fulfil(world.deps);
  });

  it('fails by what went wrong first, where its failure cannot be noted either', async () => {
    const store = interruptedStore(world.deps.store, () => Promise.reject(new Crash()));
    await expect(fulfil({ store })).rejects.toThrow('no key');
    expect(await order()).not.toHaveProperty('failures');
    await fulfil(world.deps);
  });

  it('is left as it is where somebody else has ended it meanwhile', async () => {
    const store = interruptedStore(world.deps.store, () => fulfil(world.deps));
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
    world.moveClock(world.deps.graceMs);
    await fulfil({ issuers: { embedded: asked } });
    const item = await world.deps.store.get('orders', orderKey(orderId));
    expect(item).toMatchObject({ asked: 0 });
    expect(item).not.toHaveProperty('failures');
    expect(item).not.toHaveProperty('tryAt');
    await fulfil(world.deps);
  });
});

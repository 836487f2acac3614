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
import {
  fulfilledLater,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';
import { Crash } from '../../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';

let fixture: TestPlatform;
let call: MerchantCall;

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
  call = fixture.call(await fixture.merchant('1', 1_000_000n));
});
beforeEach(() => {
  fixture.alarms.length = 0;
});

const account = () => readBalance(fixture.deps.store, merchantCardAccount('1', 'USD'));
const placed = async (changes: object = {}) => {
  const startDate = formatDate(fixture.deps.now(), fixture.deps.utcOffset);
  return (await openCard(opening({ startDate, ...changes }), call)).orderId;
};

describe('an opening in an exhausted BIN range', () => {
  /** A BIN of 15 digits leaves only the check digit: one number. */
  beforeAll(async () => {
    const range = (await findBinRange(fixture.deps.store, 'V1')) as BinRange;
    await saveBinRange(fixture.deps.store, { ...range, binRangeId: 'ONE', cardBin: '499900999999999' });
    call = fixture.call({ ...call.merchant, binRangeIds: [...call.merchant.binRangeIds, 'ONE'] });
    const orderId = await placed({ binRangeId: 'ONE' });
    expect(await fulfilOrder(fixture.deps, orderId)).toMatchObject({ status: 'success' });
  });

  it('fails at once with a reason, returns the money, is notified and raises an alarm', async () => {
    const before = await account();
    const orderId = await placed({ binRangeId: 'ONE' });
    const failed = { status: 'failure', failure: 'no card number is free' };
    expect(await fulfilOrder(fixture.deps, orderId)).toMatchObject(failed);
    expect(await account()).toEqual(before);
    expect(fixture.alarms).toEqual(['an order cannot be carried out']);
    const about = { orderId, issuer: 'embedded', reason: 'BIN range ONE is used up' };
    expect(fixture.alarmDetails.at(-1)).toEqual({ what: 'an order cannot be carried out', about });
    const { notifications } = await fixture.snapshot();
    const received = notifications.find(({ notificationId }) =>
      notificationId.endsWith(`/card_operate/${orderId}`),
    );
    expect(JSON.parse(received?.content ?? '{}')).toMatchObject({ status: 2 });
    const { list } = await pageOrders({ orderId, currentPage: 1, pageSize: 1 }, call);
    expect(list).toMatchObject([{ status: 2, statusDesc: 'no card number is free' }]);
    fixture.moveClock(60 * fixture.deps.graceMs);
    expect(await sweep(fixture.deps)).toMatchObject({ order: 0 });
    expect((await fixture.audit()).flatMap(({ differences }) => differences)).toEqual([]);
  });
});

describe('an order that fails by a fault of the platform', () => {
  const broken: Issuer = {
    perform: () => Promise.reject(new Error('no key')),
  };
  let orderId: string;
  const fulfil = (changes: Partial<Dependencies> = {}) =>
    fulfilOrder({ ...fixture.deps, issuers: { embedded: broken }, ...changes }, orderId);
  const order = (): Promise<Order & { dueAt?: number }> => readOrder(fixture.deps.store, orderId);

  beforeEach(async () => {
    orderId = await placed();
  });

  it('is retried at growing intervals, and raises an alarm after the last retry', async () => {
    for (const [failures, wait] of POLLING_DELAYS.entries()) {
      await expect(fulfil()).rejects.toThrow('no key');
      const next = fixture.deps.now() + wait * fixture.deps.graceMs;
      expect(await order()).toMatchObject({ status: 'pending', failures: failures + 1, dueAt: next });
      fixture.moveClock(wait * fixture.deps.graceMs);
    }
    expect(fixture.alarms).toEqual([]);
    await expect(fulfil()).rejects.toThrow('no key');
    expect(fixture.alarms).toEqual(['an order cannot be carried out']);
    const about = { orderId, issuer: 'embedded', reason: 'Error: no key' };
    expect(fixture.alarmDetails.at(-1)).toEqual({ what: 'an order cannot be carried out', about });
    expect(await order()).not.toHaveProperty('dueAt');
    expect(await order()).not.toHaveProperty('dueShard');
    fixture.moveClock(1_000 * fixture.deps.graceMs);
    expect(await sweep(fixture.deps)).toMatchObject({ order: 0 });
    expect(await fulfil(fixture.deps)).toMatchObject({ status: 'success' });
  });

  it('counts one failure per interval, however often it is enqueued', async () => {
    for (let wakes = 0; wakes < 5; wakes += 1) await expect(fulfil()).rejects.toThrow('no key');
    expect(await order()).toMatchObject({ failures: 1 });
    fixture.moveClock(fixture.deps.graceMs);
    for (let wakes = 0; wakes < 5; wakes += 1) await expect(fulfil()).rejects.toThrow('no key');
    expect(await order()).toMatchObject({ failures: 2 });
    await fulfil(fixture.deps);
  });

  it('fails with the first error when the failure cannot be recorded either', async () => {
    const store = interruptedStore(fixture.deps.store, () => Promise.reject(new Crash()));
    await expect(fulfil({ store })).rejects.toThrow('no key');
    expect(await order()).not.toHaveProperty('failures');
    await fulfil(fixture.deps);
  });

  it('is unchanged when another worker has settled it meanwhile', async () => {
    const store = interruptedStore(fixture.deps.store, () => fulfil(fixture.deps));
    await expect(fulfil({ store })).rejects.toThrow('no key');
    expect(await order()).toMatchObject({ status: 'success' });
    expect(await order()).not.toHaveProperty('failures');
  });

  it('starts its intervals anew once its issuer has answered', async () => {
    const request: Issuer = {
      perform: async () => ({ state: 'unknown' }),
      inquire: async () => ({ state: 'unknown' }),
    };
    await expect(fulfil()).rejects.toThrow('no key');
    fixture.moveClock(fixture.deps.graceMs);
    await fulfil({ issuers: { embedded: request } });
    const item = await fixture.deps.store.get('orders', orderKey(orderId));
    expect(item).toMatchObject({ inquiries: 0 });
    expect(item).not.toHaveProperty('failures');
    expect(item).not.toHaveProperty('retryAt');
    await fulfil(fixture.deps);
  });
});

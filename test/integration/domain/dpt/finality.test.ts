import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { changePayment } from '../../../../shared/domain/dpt/change-payment.ts';
import { decidePayment } from '../../../../shared/domain/dpt/decide-payment.ts';
import { type AcquiringOrder, dptOrderOf } from '../../../../shared/domain/dpt/dpt-order.ts';
import { type DptPayment, paymentsOf, withNextVersion } from '../../../../shared/domain/dpt/payment.ts';
import { listSender } from '../../../../shared/domain/dpt/sender-screening.ts';
import { findWallet, saveWallet } from '../../../../shared/domain/dpt/wallet.ts';
import { WriteConflict } from '../../../../shared/runtime/idempotency/execute-once.ts';
import { RequestNumberReused, StatusNotSuitable } from '../../../../shared/wire/errors.ts';
import { type Bill, newTxId, paymentBill } from '../../../support/fixtures/dpt.ts';
import { type DptFixture, openDptFixture } from './dpt-fixture.ts';

/** When the transaction was mined again; bills of the first time say 2026-03-01T10:00. */
const LATER = '2026-03-01T10:00:12.000+08:00';

let fixture: DptFixture;
beforeAll(async () => {
  fixture = await openDptFixture();
});

describe('a payment with too few confirmations', () => {
  it('is detected, and credited once it has enough confirmations', async () => {
    const order = await fixture.order();
    const bill = paymentBill(order, '5', { confirmations: 1 });
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(0n);
    expect(await fixture.notificationsOf(order.orderNo)).toEqual([]);
    expect(await fixture.inquire(order.orderNo)).toMatchObject({ receivedAmount: 0, txIds: [bill.txId] });
    expect(await fixture.credited(() => fixture.sendBill({ ...bill, confirmations: 19 }))).toBe(0n);
    expect(await fixture.credited(() => fixture.sendBill({ ...bill, confirmations: 20 }))).toBe(4_950_000n);
    expect(await fixture.credited(() => fixture.sendBill({ ...bill, confirmations: 3 }))).toBe(0n);
    expect(await fixture.notificationsOf(order.orderNo)).toHaveLength(1);
  });

  it('is credited with the amount that was reported last', async () => {
    const order = await fixture.order();
    const bill = paymentBill(order, '5', { confirmations: 1 });
    await fixture.sendBill(bill);
    const larger = { ...bill, paymentAmount: '7', factAmount: '7', confirmations: 30 };
    expect(await fixture.credited(() => fixture.sendBill(larger))).toBe(6_930_000n);
  });

  it('needs the number of confirmations that the operator set for the network', async () => {
    const wallet = await findWallet(fixture.deps.store, 'ERC20');
    if (!wallet) throw new Error('ERC20 is closed');
    await saveWallet(fixture.deps.store, { ...wallet, confirmations: 64 });
    const order = await fixture.order({ network: 'ERC20' });
    const bill = paymentBill(order, '5', { confirmations: 63 });
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(0n);
    expect(await fixture.credited(() => fixture.sendBill({ ...bill, confirmations: 64 }))).toBe(4_950_000n);
  });
});

describe('a payment that was reorganised out of the chain', () => {
  it('is debited again by an entry, with an alarm and a notification', async () => {
    const order = await fixture.order({ amount: '5' });
    const bill = paymentBill(order, '5');
    await fixture.sendBill(bill);
    fixture.alarms.length = 0;
    expect(await fixture.credited(() => fixture.sendBill({ ...bill, removed: 1 }))).toBe(-4_950_000n);
    expect(await fixture.credited(() => fixture.sendBill({ ...bill, removed: 1 }))).toBe(0n);
    expect(fixture.alarms).toContain('a payment was reorganised out of the chain');
    expect(await fixture.inquire(order.orderNo)).toMatchObject({ status: 0, receivedAmount: 0, txIds: [] });
    const received = await fixture.notificationsOf(order.orderNo);
    expect(received).toHaveLength(2);
    expect(received.find(({ removed }) => !removed)).toMatchObject({ factAmount: 4.95 });
    expect(received.find(({ removed }) => removed)).toMatchObject({
      paymentAmount: -5,
      factAmount: -4.95,
      fee: -0.05,
      removed: 1,
    });
  });

  it('is credited again when it is mined again, and ignores earlier reports', async () => {
    const order = await fixture.order();
    const bill = paymentBill(order, '5');
    await fixture.sendBill(bill);
    await fixture.sendBill({ ...bill, removed: 1 });
    expect(await fixture.credited(() => fixture.sendBill({ ...bill, transactionTime: LATER }))).toBe(
      4_950_000n,
    );
    expect(await fixture.credited(() => fixture.sendBill({ ...bill, removed: 1 }))).toBe(0n);
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(0n);
    expect(await fixture.notificationsOf(order.orderNo)).toHaveLength(3);
    const gone = { ...bill, transactionTime: LATER, removed: 1 } as const;
    expect(await fixture.credited(() => fixture.sendBill(gone))).toBe(-4_950_000n);
  });

  it('stays credited when its new block is reported before the removal of the old one', async () => {
    const order = await fixture.order();
    const bill = paymentBill(order, '5');
    const again = { ...bill, transactionTime: LATER };
    await fixture.sendBill(bill);
    expect(await fixture.credited(() => fixture.sendBill(again))).toBe(0n);
    expect(await fixture.credited(() => fixture.sendBill({ ...bill, removed: 1 }))).toBe(0n);
    expect(await fixture.credited(() => fixture.sendBill(again))).toBe(0n);
    expect(await fixture.notificationsOf(order.orderNo)).toHaveLength(1);
    expect(await fixture.credited(() => fixture.sendBill({ ...again, removed: 1 }))).toBe(-4_950_000n);
  });

  it('is debited even if its coins were spent, and the overdraft raises an alarm', async () => {
    const order = await fixture.order();
    const bill = paymentBill(order, '100000');
    await fixture.sendBill(bill);
    const { available } = await fixture.balance();
    await fixture.spendCoins(available - 1n);
    fixture.alarms.length = 0;
    const { store } = fixture.deps;
    const seen = (await dptOrderOf(store, order.orderNo)) as AcquiringOrder;
    const [credit] = await paymentsOf(store, order.orderNo);
    await fixture.sendBill({ ...bill, removed: 1 });
    // A decision that was based on the credit conflicts and is made again.
    const late = withNextVersion(credit, { ...(credit as DptPayment), status: 'removed' });
    await expect(changePayment(fixture.deps, seen, credit, late, 'late')).rejects.toThrow(WriteConflict);
    expect((await fixture.balance()).available).toBe(1n - 99_000_000_000n);
    expect(fixture.alarms).toContain('a balance is below zero');
    await fixture.deposit('200000');
  });

  it('moves nothing if it was never credited', async () => {
    const order = await fixture.order();
    const bill = paymentBill(order, '5', { confirmations: 1 });
    await fixture.sendBill(bill);
    expect(await fixture.credited(() => fixture.sendBill({ ...bill, removed: 1 }))).toBe(0n);
    expect(await fixture.notificationsOf(order.orderNo)).toEqual([]);
  });
});

describe('a removal that arrives before its payment', () => {
  const bills = async (changes: Partial<Bill> = {}) => {
    const bill = paymentBill(await fixture.order(), '5', changes);
    const statuses = async () =>
      (await paymentsOf(fixture.deps.store, bill.orderNo)).map(({ status, reason }) => [status, reason]);
    return { bill, gone: { ...bill, removed: 1 } as const, statuses };
  };
  const again = 'a removed payment was reported again';
  const doubt = 'removed, then reported again with no later time';

  it('leaves the late payment to an operator, with one alarm however often both are repeated', async () => {
    const { bill, gone, statuses } = await bills();
    fixture.alarms.length = 0;
    const all = async () => {
      for (const received of [gone, bill, bill, gone, bill]) await fixture.sendBill(received);
    };
    expect(await fixture.credited(all)).toBe(0n);
    expect(fixture.alarms).toEqual(['a payment was reorganised out of the chain', again]);
    expect(await statuses()).toEqual([['doubtful', doubt]]);
    expect(await fixture.notificationsOf(bill.orderNo)).toEqual([]);
  });

  it.each([
    ['before the late payment is reported', []],
    ['afterwards', [0]],
  ])('does not prevent the credit of a transaction that was mined again: %s', async (_, late) => {
    const { bill, gone } = await bills();
    await fixture.sendBill(gone);
    for (const _late of late) await fixture.sendBill(bill);
    const anew = { ...bill, transactionTime: LATER };
    expect(await fixture.credited(() => fixture.sendBill(anew))).toBe(4_950_000n);
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(0n);
    expect(await fixture.credited(() => fixture.sendBill(gone))).toBe(0n);
    expect(await fixture.notificationsOf(bill.orderNo)).toHaveLength(1);
  });

  it('counts only confirmations of the new transaction', async () => {
    const { bill, gone, statuses } = await bills({ confirmations: 30 });
    const anew = { ...bill, transactionTime: LATER, confirmations: 1 };
    const all = async () => {
      for (const received of [gone, { ...bill, confirmations: 1 }, anew, bill])
        await fixture.sendBill(received);
    };
    expect(await fixture.credited(all)).toBe(0n);
    expect(await statuses()).toEqual([['detected', undefined]]);
    expect(await fixture.credited(() => fixture.sendBill({ ...anew, confirmations: 20 }))).toBe(4_950_000n);
  });

  it('applies to a transaction that returned and was removed again', async () => {
    const { bill, gone, statuses } = await bills();
    const goneAgain = { ...gone, transactionTime: LATER };
    for (const received of [gone, bill, goneAgain]) await fixture.sendBill(received);
    expect(await statuses()).toEqual([['removed', undefined]]);
    await fixture.sendBill(gone);
    await fixture.sendBill({ ...bill, transactionTime: LATER });
    expect(await statuses()).toEqual([['doubtful', doubt]]);
  });

  it('leaves a late payment of a listed sender doubtful for both reasons', async () => {
    const fromAddress = `41${'4'.repeat(40)}`;
    const listedAt = fixture.deps.now();
    await listSender(fixture.deps.store, {
      network: 'TRC20',
      address: fromAddress,
      reason: 'stolen',
      listedAt,
    });
    const { bill, gone, statuses } = await bills({ fromAddress });
    await fixture.sendBill(gone);
    await fixture.sendBill(bill);
    expect(await statuses()).toEqual([['doubtful', `${doubt}; stolen`]]);
  });
});

describe('a payment of a listed sender', () => {
  const fromAddress = `41${'3'.repeat(40)}`;
  const held = async () => {
    const listedAt = fixture.deps.now();
    await listSender(fixture.deps.store, {
      network: 'TRC20',
      address: fromAddress,
      reason: 'sanctions list of 2026-02',
      listedAt,
    });
    const order = await fixture.order();
    const bill = paymentBill(order, '5', { fromAddress });
    const { orderNo } = order;
    const decide = (status: 'credited' | 'returned') =>
      decidePayment(fixture.deps, { orderNo, transfer: bill, status, reason: 'looked at' });
    return { orderNo, bill, decide };
  };

  it('is held with an alarm, and neither credited nor notified', async () => {
    fixture.alarms.length = 0;
    const { orderNo, bill } = await held();
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(0n);
    expect(fixture.alarms).toEqual(['a payment is held']);
    expect(await fixture.notificationsOf(orderNo)).toEqual([]);
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(0n);
  });

  it('is credited once when the operator releases it', async () => {
    const { orderNo, bill, decide } = await held();
    await fixture.sendBill(bill);
    expect(await fixture.credited(() => Promise.all([decide('credited'), decide('credited')]))).toBe(
      4_950_000n,
    );
    await expect(decide('returned')).rejects.toThrow(StatusNotSuitable);
    expect(await fixture.notificationsOf(orderNo)).toHaveLength(1);
  });

  it('is never credited once it is returned', async () => {
    const { bill, decide } = await held();
    await fixture.sendBill(bill);
    expect(await fixture.credited(() => decide('returned'))).toBe(0n);
    await expect(decide('credited')).rejects.toThrow(StatusNotSuitable);
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(0n);
  });

  it('is not credited when its removal is reported after it was returned', async () => {
    const { bill, decide } = await held();
    await fixture.sendBill(bill);
    await decide('returned');
    await expect(fixture.sendBill({ ...bill, removed: 1 })).rejects.toThrow(RequestNumberReused);
    await fixture.sendBill(bill);
    await expect(decide('credited')).rejects.toThrow(StatusNotSuitable);
  });
});

it('the order of confirmations of one transfer does not matter: it is credited at most once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 5 }), async (counts) => {
      const order = await fixture.order();
      const txId = newTxId();
      const bill = (confirmations: number): Bill => paymentBill(order, '5', { txId, confirmations });
      const all = async () => {
        for (const count of counts) await fixture.sendBill(bill(count));
      };
      expect(await fixture.credited(all)).toBe(counts.some((count) => count >= 20) ? 4_950_000n : 0n);
    }),
    { numRuns: 8 },
  );
});

it('leaves the books clean', async () => {
  expect((await fixture.audit()).flatMap((check) => check.differences)).toEqual([]);
});

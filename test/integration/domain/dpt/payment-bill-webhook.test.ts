import { beforeAll, describe, expect, it } from 'vitest';
import { PAYMENT_WINDOW_MS } from '../../../../shared/domain/dpt/acquire.ts';
import { NothingFound, ParameterInvalid, RequestNumberReused } from '../../../../shared/wire/errors.ts';
import { type Bill, newTxId, paymentBill } from '../../../support/fixtures/dpt.ts';
import { type DptFixture, openDptFixture } from './dpt-fixture.ts';

let fixture: DptFixture;
beforeAll(async () => {
  fixture = await openDptFixture();
});

describe('a payment', () => {
  it('is credited less the fee, notified and journalled', async () => {
    const order = await fixture.order({ amount: '100' });
    const bill = paymentBill(order, '100');
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(99_000_000n);
    expect(await fixture.notificationsOf(order.orderNo)).toEqual([
      {
        txId: bill.txId,
        fromAddress: bill.fromAddress,
        toAddress: order.address,
        paymentAmount: 100,
        factAmount: 99,
        fee: 1,
        serialNumber: order.userReqNo,
        orderNo: order.orderNo,
        transactionTime: bill.transactionTime,
      },
    ]);
    const { entries } = await fixture.snapshot();
    const entry = entries.find(({ cause }) => cause === `payment/${order.orderNo}/${bill.txId}/1`);
    expect(entry?.postings).toEqual([
      { account: 'platform:custody/USDT', side: 'available', amount: -100_000_000n },
      { account: 'merchant/701:dpt/USDT', side: 'available', amount: 99_000_000n },
      { account: 'platform:fees/USDT', side: 'available', amount: 1_000_000n },
    ]);
    expect(await fixture.inquire(order.orderNo)).toMatchObject({
      status: 1,
      statusDesc: 'paid',
      txIds: [bill.txId],
    });
  });

  it('is credited by the amount that the upstream credited, and the difference is notified as fee', async () => {
    const order = await fixture.order();
    const bill = paymentBill(order, '100', { factAmount: '98', fee: '2' });
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(97_020_000n);
    expect(await fixture.notificationsOf(order.orderNo)).toMatchObject([
      { paymentAmount: 100, factAmount: 97.02, fee: 2.98 },
    ]);
  });

  it.each([
    ['0.000049', 48n],
    ['0.00005', 49n],
    ['0.000101', 99n],
    ['0.000001', 0n],
  ])('of %s is charged a fee that is rounded up', async (coins, minor) => {
    const order = await fixture.order();
    expect(await fixture.credited(() => fixture.sendBill(paymentBill(order, coins)))).toBe(minor);
  });

  it('that the upstream’s fee uses up is notified nevertheless', async () => {
    const order = await fixture.order();
    expect(
      await fixture.credited(() => fixture.sendBill(paymentBill(order, '1', { factAmount: '0', fee: '1' }))),
    ).toBe(0n);
    expect(await fixture.notificationsOf(order.orderNo)).toMatchObject([
      { paymentAmount: 1, factAmount: 0, fee: 1 },
    ]);
  });

  it('below the amount leaves the order in process, and the rest completes it', async () => {
    const order = await fixture.order({ amount: '100' });
    expect(await fixture.credited(() => fixture.sendBill(paymentBill(order, '40')))).toBe(39_600_000n);
    const part = { status: 0, statusDesc: 'paid in part', receivedAmount: 40, factAmount: 39.6, fee: 0.4 };
    expect(await fixture.inquire(order.orderNo)).toMatchObject(part);
    await fixture.sendBill(paymentBill(order, '60'));
    expect(await fixture.inquire(order.orderNo)).toMatchObject({ status: 1, receivedAmount: 100 });
  });

  it('above the amount is credited in full, and so is a second payment', async () => {
    const order = await fixture.order({ amount: '100' });
    expect(await fixture.credited(() => fixture.sendBill(paymentBill(order, '150')))).toBe(148_500_000n);
    expect(await fixture.credited(() => fixture.sendBill(paymentBill(order, '100')))).toBe(99_000_000n);
    expect(await fixture.inquire(order.orderNo)).toMatchObject({ status: 1, receivedAmount: 250, fee: 2.5 });
    expect(await fixture.notificationsOf(order.orderNo)).toHaveLength(2);
  });

  it('after the expiry is credited, and the expired order succeeds', async () => {
    const order = await fixture.order({ amount: '10' });
    fixture.moveClock(PAYMENT_WINDOW_MS);
    expect(await fixture.inquire(order.orderNo)).toMatchObject({ status: 0 });
    fixture.moveClock(1);
    expect(await fixture.inquire(order.orderNo)).toMatchObject({
      status: 2,
      statusDesc: 'expired with nothing received',
      txIds: [],
    });
    expect(await fixture.credited(() => fixture.sendBill(paymentBill(order, '10')))).toBe(9_900_000n);
    expect(await fixture.inquire(order.orderNo)).toMatchObject({ status: 1 });
  });
});

describe('a repeated payment report', () => {
  it('counts once, however often it arrives and however it is spelled', async () => {
    const order = await fixture.order({ network: 'ERC20' });
    const bill = paymentBill(order, '5', { txId: `0x${newTxId()}` });
    const spelled = {
      ...bill,
      txId: bill.txId.slice(2).toUpperCase(),
      toAddress: order.address.toLowerCase(),
    };
    const all = () => Promise.all([bill, bill, spelled, spelled].map((one) => fixture.sendBill(one)));
    expect(await fixture.credited(all)).toBe(4_950_000n);
    expect(await fixture.credited(() => fixture.sendBill(spelled))).toBe(0n);
    expect(await fixture.notificationsOf(order.orderNo)).toHaveLength(1);
    expect(await fixture.inquire(order.orderNo)).toMatchObject({ receivedAmount: 5, txIds: [bill.txId] });
  });

  it.each([{ paymentAmount: '6' }, { factAmount: '4' }])(
    'with other amounts is refused: %j',
    async (changes) => {
      const order = await fixture.order();
      const bill = paymentBill(order, '5');
      await fixture.sendBill(bill);
      const refused = () =>
        expect(fixture.sendBill({ ...bill, ...changes })).rejects.toThrow(RequestNumberReused);
      expect(await fixture.credited(refused)).toBe(0n);
    },
  );

  it.each([
    { fee: '0.5' },
    { fromAddress: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' },
    { serialNumber: 'other' },
    { transactionTime: '2026-03-01T10:00:01.000+08:00' },
    { confirmations: 400 },
  ])('with other informational fields changes nothing: %j', async (changes) => {
    const order = await fixture.order();
    const bill = paymentBill(order, '5');
    await fixture.sendBill(bill);
    expect(await fixture.credited(() => fixture.sendBill({ ...bill, ...changes }))).toBe(0n);
    expect(await fixture.notificationsOf(order.orderNo)).toHaveLength(1);
  });

  it('of one transaction to two addresses is two payments', async () => {
    const [one, other] = [await fixture.order(), await fixture.order()];
    const txId = newTxId();
    const both = () =>
      Promise.all([one, other].map((order) => fixture.sendBill(paymentBill(order, '5', { txId }))));
    expect(await fixture.credited(both)).toBe(9_900_000n);
  });
});

describe('a payment is refused', () => {
  it.each([
    ['for an unknown order', { orderNo: '1234567890123456' }],
    ['to an unknown address', { toAddress: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' }],
  ])('%s', async (_, changes) => {
    const order = await fixture.order();
    await expect(fixture.sendBill(paymentBill(order, '5', changes))).rejects.toThrow(NothingFound);
  });

  it('to the address of another order, also on another network or in another coin', async () => {
    const order = await fixture.order();
    const others = [await fixture.order({ network: 'ERC20' }), await fixture.order({ currency: 'USDC' })];
    for (const { address } of others)
      await expect(fixture.sendBill(paymentBill(order, '5', { toAddress: address }))).rejects.toThrow(
        NothingFound,
      );
    expect(await fixture.inquire(order.orderNo)).toMatchObject({ status: 0, receivedAmount: 0 });
  });

  it.each<[string, Partial<Bill>, string, string]>([
    ['of zero', { paymentAmount: '0', factAmount: '0' }, 'paymentAmount', 'must be positive'],
    [
      'of less than a minor unit',
      { paymentAmount: '0.0000009', factAmount: '0' },
      'paymentAmount',
      'must be positive',
    ],
    ['of another coin', { currency: 'USDC' }, 'currency', 'of the order is USDT'],
    ['on another network', { network: 'BEP20' }, 'network', 'of the order is TRC20'],
    [
      'that is credited with more than it paid',
      { factAmount: '5.000001' },
      'factAmount',
      'must not be more than paymentAmount',
    ],
    [
      'of more than the books can carry',
      { paymentAmount: '1000000000' },
      'paymentAmount',
      'has more than 15 digits',
    ],
    [
      'that is credited with more than the books can carry',
      { factAmount: '1000000000' },
      'factAmount',
      'has more than 15 digits',
    ],
  ])('%s', async (_, changes, field, problem) => {
    const order = await fixture.order();
    const refused = fixture.sendBill(paymentBill(order, '5', changes));
    await expect(refused).rejects.toThrow(new ParameterInvalid(field, problem));
    expect(await fixture.notificationsOf(order.orderNo)).toEqual([]);
  });
});

it('leaves the books clean', async () => {
  expect((await fixture.audit()).flatMap((check) => check.differences)).toEqual([]);
});

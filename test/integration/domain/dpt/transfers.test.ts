import { beforeAll, describe, expect, it } from 'vitest';
import { RequestNumberReused } from '../../../../shared/wire/errors.ts';
import { newTxId, paymentBill } from '../../../support/fixtures/dpt.ts';
import { type DptFixture, openDptFixture } from './dpt-fixture.ts';

let fixture: DptFixture;
beforeAll(async () => {
  fixture = await openDptFixture();
});

describe('two transfers in one chain transaction', () => {
  it('to one address are two payments, told apart by log index and each credited once', async () => {
    const order = await fixture.order();
    const txId = newTxId();
    const bills = [3, 4].map((logIndex) => paymentBill(order, '5', { txId, logIndex }));
    const all = () => Promise.all([...bills, ...bills].map((bill) => fixture.sendBill(bill)));
    expect(await fixture.credited(all)).toBe(9_900_000n);
    expect(await fixture.credited(() => fixture.sendBill(bills[1] as (typeof bills)[0]))).toBe(0n);
    expect(await fixture.inquire(order.orderNo)).toMatchObject({ receivedAmount: 10, txIds: [txId] });
    const received = (await fixture.snapshot()).notifications
      .filter(({ notificationId }) => notificationId.endsWith(`/${order.orderNo}`))
      .map(({ content }) => JSON.parse(content).logIndex);
    expect(received.sort()).toEqual([3, 4]);
  });

  it.each([
    ['first without a log index, then with one', undefined, 1],
    ['first with a log index, then without', 1, undefined],
  ])('are refused where they cannot be told apart: %s', async (_, first, second) => {
    const order = await fixture.order();
    const txId = newTxId();
    const bill = (logIndex: number | undefined) =>
      paymentBill(order, '5', { txId, ...(logIndex !== undefined && { logIndex }) });
    await fixture.sendBill(bill(first));
    const refused = () => expect(fixture.sendBill(bill(second))).rejects.toThrow(RequestNumberReused);
    expect(await fixture.credited(refused)).toBe(0n);
  });

  it('are not both credited when they are reported concurrently with and without a log index', async () => {
    const order = await fixture.order();
    const txId = newTxId();
    const bills = [paymentBill(order, '5', { txId }), paymentBill(order, '5', { txId, logIndex: 1 })];
    const both = () => Promise.allSettled(bills.map((bill) => fixture.sendBill(bill)));
    expect(await fixture.credited(both)).toBe(4_950_000n);
  });

  it('do not block a transaction whose hash has the same prefix', async () => {
    const order = await fixture.order();
    const txId = `manual-${newTxId().slice(0, 20)}`;
    await fixture.sendBill(paymentBill(order, '5', { txId }));
    expect(
      await fixture.credited(() => fixture.sendBill(paymentBill(order, '5', { txId: `${txId}-b` }))),
    ).toBe(4_950_000n);
  });
});

describe('an amount with more decimals than the coin has here', () => {
  it('is credited down to the coin’s decimals, and the rest is recorded', async () => {
    const order = await fixture.order();
    const fine = '12.345678901234567891';
    const bill = paymentBill(order, fine, { factAmount: fine });
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(12_345_678n - 123_457n);
    const items = await fixture.operator.scan('dpt');
    expect(items.find(({ sk }) => sk === `payment/${bill.txId}`)).toMatchObject({
      remainder: '0.000000901234567891',
    });
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(0n);
  });
});

describe('a TRON address', () => {
  it('is accepted in hex', async () => {
    const order = await fixture.order();
    const { base58check } = await import('../../../support/fixtures/tron-address.ts');
    const hex = Buffer.from(base58check.decode(order.address)).toString('hex');
    expect(hex).toMatch(/^41/);
    const bill = paymentBill(order, '5', { toAddress: hex, fromAddress: `41${'2'.repeat(40)}` });
    expect(await fixture.credited(() => fixture.sendBill(bill))).toBe(4_950_000n);
  });
});

it('leaves the books clean', async () => {
  expect((await fixture.audit()).flatMap((check) => check.differences)).toEqual([]);
});

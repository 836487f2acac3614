import { beforeAll, describe, expect, it } from 'vitest';
import { dptOrderOf } from '../../../../shared/domain/dpt/dpt-order.ts';
import { inquireDptOrder } from '../../../../shared/domain/dpt/dpt-order-inquiry.ts';
import { withdraw } from '../../../../shared/domain/dpt/withdraw.ts';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { NothingFound, ParameterInvalid } from '../../../../shared/wire/errors.ts';
import { newRequestNo, opening } from '../../../support/fixtures/card-steps.ts';
import { newTxId, paymentBill } from '../../../support/fixtures/dpt.ts';
import { type DptFixture, openDptFixture } from './dpt-fixture.ts';

let fixture: DptFixture;
beforeAll(async () => {
  fixture = await openDptFixture();
  await fixture.deposit('100');
});

const none = (field: string) => new NothingFound(field, 'order');
const withdrawal = (changes: object = {}) =>
  withdraw(
    {
      userReqNo: newRequestNo('withdraw'),
      currency: 'USDT',
      network: 'TRC20',
      address: 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV',
      amount: '1.5',
      ...changes,
    },
    fixture.own,
  );

describe('Digital Order Inquiry', () => {
  it('stores the requested amount in minor units', async () => {
    const { orderNo } = await fixture.order({ amount: '5' });
    expect(await dptOrderOf(fixture.deps.store, orderNo)).toMatchObject({ amount: 5_000_000n });
  });

  it('returns an acquiring order by either number', async () => {
    const order = await fixture.order({ amount: '5' });
    const expected = {
      orderNo: order.orderNo,
      userReqNo: order.userReqNo,
      orderType: 1,
      currency: 'USDT',
      network: 'TRC20',
      address: order.address,
      amount: 5,
      receivedAmount: 0,
      factAmount: 0,
      fee: 0,
      status: 0,
      statusDesc: 'awaiting payment',
      txIds: [],
      createAt: '2026-03-01 10:00:00',
      expireTime: '2026-03-02 10:00:00',
    };
    const { orderNo, userReqNo } = order;
    for (const request of [{ orderNo }, { userReqNo }, { orderNo, userReqNo }])
      expect(await inquireDptOrder(request, fixture.own)).toEqual(expected);
  });

  it('returns a withdrawal by either number', async () => {
    const { orderNo, userReqNo } = await withdrawal();
    const expected = {
      orderNo,
      userReqNo,
      orderType: 2,
      currency: 'USDT',
      network: 'TRC20',
      address: 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV',
      amount: 1.5,
      fee: 1,
      status: 0,
      statusDesc: 'in process',
      txIds: [],
      createAt: '2026-03-01 10:00:00',
    };
    for (const request of [{ orderNo }, { userReqNo }, { orderNo, userReqNo }])
      expect(await inquireDptOrder(request, fixture.own)).toEqual(expected);
  });

  it('lists every transaction', async () => {
    const order = await fixture.order();
    const bills = [paymentBill(order, '1'), paymentBill(order, '2'), paymentBill(order, '3')];
    for (const bill of bills) await fixture.sendBill(bill);
    const { txIds } = await fixture.inquire(order.orderNo);
    expect(new Set(txIds)).toEqual(new Set(bills.map(({ txId }) => txId)));
  });

  it('caps received amounts at what the wire can carry', async () => {
    const order = await fixture.order();
    for (const _ of ['once', 'twice']) await fixture.sendBill(paymentBill(order, '999999999.999999'));
    // 1 % of each is the fee, rounded up.
    expect(await fixture.inquire(order.orderNo)).toMatchObject({
      receivedAmount: 1_999_999_999.99999,
      factAmount: 1_979_999_999.99999,
      fee: 20_000_000,
      status: 1,
    });
  });

  it('requires an order number', async () => {
    const refusal = new ParameterInvalid('orderNo', 'or userReqNo is required');
    await expect(inquireDptOrder({}, fixture.own)).rejects.toThrow(refusal);
  });

  it('lists at most a hundred transactions', async () => {
    const order = await fixture.order();
    const { store } = fixture.deps;
    await fixture.sendBill(paymentBill(order, '1'));
    const [item] = (await fixture.operator.scan('dpt')).filter(
      ({ orderNo, bill }) => bill && orderNo === order.orderNo,
    );
    const { bill, pk } = item as { bill: object; pk: string };
    for (let nth = 1; nth <= 100; nth += 1) {
      const txId = newTxId();
      const another = { ...item, pk, sk: `payment/${txId}`, bill: { ...bill, txId } };
      await store.write([{ kind: 'put', table: 'dpt', item: another }]);
    }
    expect((await fixture.inquire(order.orderNo)).txIds).toHaveLength(100);
  });

  it('finds neither another merchant’s order nor an order of another kind', async () => {
    const [one, other] = [await fixture.order(), await withdrawal()];
    const card = opening();
    await openCard(card, fixture.own);
    for (const { orderNo, userReqNo } of [one, other]) {
      await expect(inquireDptOrder({ orderNo }, fixture.otherCall)).rejects.toThrow(none('orderNo'));
      await expect(inquireDptOrder({ userReqNo }, fixture.otherCall)).rejects.toThrow(none('userReqNo'));
    }
    const requests = [
      [{ orderNo: '1234567890123456' }, 'orderNo'],
      [{ userReqNo: 'never used' }, 'userReqNo'],
      [{ userReqNo: card.userReqNo }, 'userReqNo'],
      [{ orderNo: one.orderNo, userReqNo: other.userReqNo }, 'userReqNo'],
    ] as const;
    for (const [request, field] of requests)
      await expect(inquireDptOrder(request, fixture.own)).rejects.toThrow(none(field));
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { pageOrders } from '../../../../../shared/domain/issuing/orders/order-pages.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { formatDateTime } from '../../../../../shared/wire/contract/time.ts';
import { ParameterInvalid } from '../../../../../shared/wire/errors.ts';
import {
  onCard,
  openedCard,
  openedGroup,
  opening,
  supplementary,
} from '../../../../support/fixtures/card-steps.ts';
import {
  fulfilledLater,
  openTestPlatform,
  START,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';

let fixture: TestPlatform;
let call: MerchantCall;
let otherCall: MerchantCall;
let cardId: string;
/** The card's orders by their role, made one minute after another. */
let ids: Record<'open' | 'recharge' | 'refund' | 'close' | 'late', string>;

const at = (minutes: number) => formatDateTime(START + minutes * 60_000, '+08:00');
const page = { currentPage: 1, pageSize: 10 };
const query = (criteria: object, by = call) => pageOrders({ ...page, ...criteria }, by);
const idsOf = async (criteria: object, by = call) =>
  (await query(criteria, by)).list.map(({ orderId }) => orderId);

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
  call = fixture.call(await fixture.merchant('1', 1_000_000n));
  otherCall = fixture.call(await fixture.merchant('2', 1_000_000n));
  cardId = await openedCard(call, { userReqNo: 'the opening' });
  const next = async ({ orderId }: { orderId: string }, carriedOut = true) => {
    if (carriedOut) await fulfilOrder(fixture.deps, orderId);
    return orderId;
  };
  const minuteLater = () => fixture.moveClock(60_000);
  minuteLater();
  const recharge = await next(await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, call));
  minuteLater();
  const refund = await next(await refundCard({ ...onCard(cardId), refundAmount: '20' }, call));
  minuteLater();
  const pending = await next(await rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, call), false);
  minuteLater();
  const close = await next(await cancelCard({ userReqNo: 'the close', cardId }, call));
  await fulfilOrder(fixture.deps, pending);
  ids = { open: cardId, recharge, refund, close, late: pending };
});

describe('an order inquiry finds', () => {
  it('the orders of a card, newest first, with their outcome', async () => {
    const row = { cardId, cardType: 1, userReqNo: expect.any(String) };
    const done = { ...row, status: 1, statusDesc: 'success' };
    expect(await query({ cardId })).toEqual({
      totalCount: 5,
      currentPage: 1,
      pageSize: 10,
      totalPages: 1,
      list: [
        {
          ...done,
          orderId: ids.close,
          opType: 19,
          amount: 130,
          fee: 0,
          userReqNo: 'the close',
          createAt: at(4),
        },
        {
          ...row,
          orderId: ids.late,
          opType: 16,
          amount: 10,
          fee: 0.1,
          status: 2,
          statusDesc: 'card is closed',
          createAt: at(3),
        },
        { ...done, orderId: ids.refund, opType: 18, amount: 20, fee: 0, createAt: at(2) },
        { ...done, orderId: ids.recharge, opType: 16, amount: 50, fee: 0.5, createAt: at(1) },
        {
          ...done,
          orderId: ids.open,
          opType: 15,
          amount: 100,
          fee: 1,
          userReqNo: 'the opening',
          createAt: at(0),
        },
      ],
    });
  });

  it('orders that meet one criterion or all of several', async () => {
    expect(await idsOf({ orderId: ids.refund })).toEqual([ids.refund]);
    expect(await idsOf({ userReqNo: 'the opening' })).toEqual([ids.open]);
    expect(await idsOf({ opType: 16 })).toEqual([ids.late, ids.recharge]);
    expect(await idsOf({ opType: 16, status: 2 })).toEqual([ids.late]);
    expect(await idsOf({ status: 0 })).toEqual([]);
    expect(await idsOf({ orderId: ids.refund, userReqNo: 'the opening' })).toEqual([]);
    expect(await idsOf({ orderId: ids.refund, opType: 15 })).toEqual([]);
    expect(await idsOf({ userReqNo: 'nobody used this', cardId })).toEqual([]);
    expect(await idsOf({ groupId: '1' })).toEqual([]);
    expect(await idsOf({ cardId: '1150000000000000' })).toEqual([]);
    expect(await idsOf({ orderId: '1150000000000000' })).toEqual([]);
  });

  it('orders of a period, both ends included', async () => {
    expect(await idsOf({ beginTime: at(3) })).toEqual([ids.close, ids.late]);
    expect(await idsOf({ endTime: at(1) })).toEqual([ids.recharge, ids.open]);
    expect(await idsOf({ beginTime: at(1), endTime: at(2), cardId })).toEqual([ids.refund, ids.recharge]);
    expect(await idsOf({ beginTime: at(2), orderId: ids.open })).toEqual([]);
    expect(await idsOf({ endTime: at(1), orderId: ids.refund })).toEqual([]);
    expect(await idsOf({ endTime: at(2), orderId: ids.refund })).toEqual([ids.refund]);
    expect(await idsOf({ beginTime: '2026-03-01 10:00:01', endTime: '2026-03-01 10:00:59' })).toEqual([]);
  });

  it('orders of a period with a distant end', async () => {
    expect(await idsOf({ beginTime: at(3), endTime: '2099-12-31 23:59:59' })).toEqual([ids.close, ids.late]);
    expect(await idsOf({ cardId, endTime: '9999-12-31 23:59:59' })).toHaveLength(5);
  });

  it.each([
    ['the merchant', () => ({})],
    ['a card', () => ({ cardId })],
    ['an unknown order', () => ({ orderId: '1' })],
    ['an unknown userReqNo', () => ({ userReqNo: 'unheard of' })],
  ])('no orders for %s with a period that ends before it begins, which is refused', async (_, criteria) => {
    const request = query({ ...criteria(), beginTime: at(3), endTime: at(1) });
    await expect(request).rejects.toThrow(/^endTime: must not be before beginTime/);
  });

  it('no orders of another merchant', async () => {
    for (const criteria of [
      { cardId },
      { orderId: ids.open },
      { userReqNo: 'the opening' },
      { beginTime: at(0) },
    ]) {
      expect(await query(criteria, otherCall)).toEqual({
        totalCount: 0,
        currentPage: 1,
        pageSize: 10,
        totalPages: 0,
        list: [],
      });
    }
  });
});

it('an order inquiry needs at least one criterion', async () => {
  await expect(query({})).rejects.toThrow(ParameterInvalid);
  await expect(query({})).rejects.toThrow(/^orderId: at least one of userReqNo, orderId/);
});

it('an opening shows its card once there is one', async () => {
  const { orderId } = await openCard(opening(), otherCall);
  expect(await query({ orderId }, otherCall)).toMatchObject({
    list: [{ orderId, status: 0, statusDesc: 'in process', opType: 15 }],
  });
  expect((await query({ orderId }, otherCall)).list[0]).not.toHaveProperty('cardId');
  await fulfilOrder(fixture.deps, orderId);
  expect(await query({ orderId }, otherCall)).toMatchObject({
    list: [{ orderId, cardId: orderId, status: 1 }],
  });
});

it('the order that opened a card or a group is the last one on its pages', async () => {
  const page = async (criteria: object) => {
    const { list, totalCount } = await query(criteria);
    return [list.map(({ orderId }) => orderId), totalCount];
  };
  expect(await page({ cardId, pageSize: 4 })).toEqual([[ids.close, ids.late, ids.refund, ids.recharge], 5]);
  expect(await page({ cardId, pageSize: 4, currentPage: 2 })).toEqual([[ids.open], 5]);
  expect(await page({ cardId, pageSize: 5, currentPage: 2 })).toEqual([[], 5]);
  expect(await page({ cardId, opType: 16 })).toEqual([[ids.late, ids.recharge], 2]);
  const groupId = await openedGroup(call);
  const inGroup = await openedCard(call, supplementary(groupId));
  expect(await page({ groupId })).toEqual([[inGroup, groupId], 2]);
  expect(await page({ groupId, cardId: inGroup })).toEqual([[inGroup], 1]);
  expect(await page({ groupId, cardId })).toEqual([[], 0]);
});

it('an opening has no entry in the index of its subject', async () => {
  const rows = (index: string, partition: string) =>
    fixture.deps.store.query({ table: 'orders', index, partition });
  const groupId = await openedGroup(call);
  const inGroup = await openedCard(call, supplementary(groupId));
  expect(await rows('byCard', inGroup)).toEqual([]);
  expect(await rows('byGroup', groupId)).toMatchObject([{ orderId: inGroup }]);
});

it('pages contain every order once', async () => {
  const many = fixture.call(await fixture.merchant('3', 10_000_000n));
  const orders: string[] = [];
  for (let count = 0; count < 23; count += 1) {
    orders.unshift((await openCard(opening(), many)).orderId);
    fixture.moveClock(1);
  }
  const pages = [1, 2, 3, 4].map((currentPage) => idsOf({ opType: 15, currentPage }, many));
  expect((await Promise.all(pages)).map((list) => list.length)).toEqual([10, 10, 3, 0]);
  expect((await Promise.all(pages)).flat()).toEqual(orders);
  expect(await query({ opType: 15, pageSize: 5 }, many)).toMatchObject({ totalCount: 23, totalPages: 5 });
});

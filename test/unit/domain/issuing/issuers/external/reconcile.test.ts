import { describe, expect, it } from 'vitest';
import type { MerchantClient } from '../../../../../../shared/client/client.ts';
import {
  cardDifferences,
  groupDifferences,
} from '../../../../../../shared/domain/issuing/issuers/external/holdings-differences.ts';
import {
  type LocalBooks,
  reconcile,
} from '../../../../../../shared/domain/issuing/issuers/external/reconcile.ts';
import {
  orderDifferences,
  transactionDifferences,
} from '../../../../../../shared/domain/issuing/issuers/external/reconciliation-differences.ts';
import type { Order } from '../../../../../../shared/domain/issuing/model/order.ts';
import type { Transaction } from '../../../../../../shared/domain/issuing/model/transaction.ts';
import { opTypes } from '../../../../../../shared/wire/contract/codes.ts';

const NOON = Date.UTC(2026, 2, 1, 4);
const ids = new Map([['900', '50']]);

const order = (changes: object = {}): Order =>
  ({
    orderId: '50',
    opType: opTypes.cardOpening,
    status: 'success',
    currency: 'USD',
    amount: 10_000n,
    fee: 300n,
    cost: 100n,
    cardId: '50',
    createdAt: NOON,
    sentAt: NOON,
    ...changes,
  }) as unknown as Order;
const row = (changes: object = {}) => ({
  orderId: '900',
  userReqNo: '50',
  cardId: '900',
  cardType: 1,
  opType: 15,
  status: 1,
  statusDesc: 'success',
  amount: 100,
  fee: 1,
  createAt: '2026-03-01 12:00:00',
  ...changes,
});
const fieldsOf = (differences: readonly { what: string }[]) => differences.map(({ what }) => what);

describe('an order on both sides', () => {
  it('agrees despite different fees: we charge another one than we pay', () => {
    expect(orderDifferences('50', order(), row(), ids)).toEqual([]);
  });

  it.each([
    [{ status: 2 }, 'status'],
    [{ status: 0 }, 'status'],
    [{ amount: 99.99 }, 'amount'],
    [{ fee: 2 }, 'fee'],
    [{ opType: 16 }, 'opType'],
    [{ cardId: '901' }, 'card'],
    [{ groupId: '7' }, 'group'],
  ])('differs by %j there', (changes, field) => {
    expect(fieldsOf(orderDifferences('50', order(), row(changes), ids))).toEqual([`order 50 ${field}`]);
  });

  it('that is in process here is compared by its expected result', () => {
    const open = order({ status: 'pending', cost: undefined });
    expect(orderDifferences('50', open, row({ status: 0, cardId: undefined, fee: 1 }), ids)).toEqual([]);
    expect(fieldsOf(orderDifferences('50', open, row(), ids))).toEqual(['order 50 status']);
  });

  it('that failed here because its card was closed agrees with a success there', () => {
    const failed = order({ opType: opTypes.recharge, status: 'failure', cost: 100n });
    expect(orderDifferences('50', failed, row({ opType: 16 }), ids)).toEqual([]);
  });

  it.each([
    [order({ status: 'failure', cost: undefined }), 0],
    [order({ status: 'pending', cost: undefined, sentAt: undefined }), 0],
    [order({ status: 'pending', cost: undefined }), 1],
    [order(), 1],
  ])('that is missing at the issuer differs, unless it was never sent (%#)', (here, count) => {
    expect(orderDifferences('50', here, undefined, ids)).toHaveLength(count);
  });
});

describe('a transaction on both sides', () => {
  const content = {
    recordNo: '7',
    cardId: '50',
    transType: '1',
    transStatus: '1',
    transCategory: 1,
    localCurrencyAmt: 20,
  };
  const record = { unsettled: content, createdAt: NOON, recordNo: '7' } as unknown as Transaction;
  const received = (changes: object = {}) => ({ ...content, cardId: '900', ...changes }) as never;

  it('agrees under the ids of either side', () => {
    expect(transactionDifferences('7', record, received(), ids)).toEqual([]);
  });

  it.each([
    [{ cardId: '50' }, 'card'],
    [{ transType: '2' }, 'transType'],
    [{ transStatus: '2' }, 'transStatus'],
    [{ transCategory: 2 }, 'transCategory'],
    [{ localCurrencyAmt: 20.01 }, 'localCurrencyAmt'],
    [{ settleAmount: 20 }, 'settleAmount'],
  ])('differs by %j there', (changes, field) => {
    expect(fieldsOf(transactionDifferences('7', record, received(changes), ids))).toEqual([
      `transaction 7 ${field}`,
    ]);
  });
});

describe('a card or group on both sides', () => {
  const card = { cardId: '50', cardStatus: '1', balanceAmt: 80, usedAuthAmt: 20, isChanging: false };
  const group = {
    groupId: '60',
    status: 1,
    creditLimitAmt: 500,
    balanceAmt: 80,
    usedAuthAmt: 420,
    cardCount: 2,
  };
  const nothing = new Set<string>();

  it('agrees under the ids of either side', () => {
    expect(cardDifferences('900', card, { ...card, cardId: '900' } as never, nothing)).toEqual([]);
    const local = { ...group, isChanging: true };
    expect(groupDifferences('901', local, { ...group, groupId: '901' } as never, nothing)).toEqual([]);
  });

  it.each([
    [{ cardStatus: '2' }, 'status', 'no change is open'],
    [{ creditLimitAmt: 10 }, 'limit', 'no change is open'],
    [{ balanceAmt: 79.25 }, 'balance', 'a fee (trade_fee)'],
    [{ usedAuthAmt: 21 }, 'used', 'a fee (trade_fee)'],
  ])('differs: the card by %j', (changes, field, todo) => {
    const [difference, ...more] = cardDifferences('900', card, { ...card, ...changes } as never, nothing);
    expect(difference).toMatchObject({ what: `card 50 ${field}`, todo: expect.stringContaining(todo) });
    expect(more).toEqual([]);
  });

  it.each([
    [{ status: 0 }, 'status', 'no change is open'],
    [{ creditLimitAmt: 499 }, 'paid in', 'no order or transaction'],
    [{ balanceAmt: 81 }, 'balance', 'no order or transaction'],
    [{ usedAuthAmt: 421 }, 'used', 'no order or transaction'],
    [{ cardCount: 3 }, 'cards', 'no order or transaction'],
  ])('differs: the group by %j', (changes, field, todo) => {
    const local = { ...group, isChanging: false };
    const found = groupDifferences('901', local, { ...group, ...changes } as never, nothing);
    expect(found).toMatchObject([{ what: `group 60 ${field}`, todo: expect.stringContaining(todo) }]);
  });

  it('is explained by other differences of its card or group', () => {
    const there = { ...card, balanceAmt: 1, cardStatus: '2' } as never;
    for (const [here, explained] of [
      [card, '50'],
      [{ ...card, groupId: '60' }, '60'],
    ] as const)
      expect(
        cardDifferences('900', { ...here, isChanging: true }, there, new Set([explained])),
      ).toMatchObject([
        { what: 'card 50 status', todo: expect.stringContaining('a change is open') },
        { what: 'card 50 balance', todo: expect.stringContaining('limit above') },
      ]);
  });

  it('may be missing on one of them', () => {
    const todo = (text: string) => [{ todo: expect.stringContaining(text) }];
    expect(cardDifferences('900', undefined, card as never, nothing)).toMatchObject(todo('our key'));
    expect(cardDifferences('900', undefined, card as never, new Set(['900']))).toMatchObject(
      todo('not settled'),
    );
    expect(cardDifferences('900', card, undefined, nothing)).toMatchObject(todo('ask the issuer'));
    expect(groupDifferences('901', undefined, group as never, nothing)).toMatchObject(todo('our key'));
    const local = { ...group, isChanging: false };
    expect(groupDifferences('901', local, undefined, nothing)).toMatchObject(todo('ask the issuer'));
  });
});

describe('reconciling', () => {
  it('reads every page of the day, and inquires for orders on none', async () => {
    const there = Array.from({ length: 120 }, (_, index) => row({ userReqNo: String(1_000 + index) }));
    const requested: object[] = [];
    const call = async (name: string, request: { currentPage?: number; userReqNo?: string }) => {
      requested.push({ name, ...request });
      if (name !== 'cardOperateQuery') return { list: [], totalPages: 0 };
      if (request.userReqNo !== undefined) return { list: [row()], totalPages: 1 };
      const start = ((request.currentPage ?? 1) - 1) * 50;
      return { list: there.slice(start, start + 50), totalPages: 3 };
    };
    const local: LocalBooks = {
      account: new Map(),
      orders: new Map([
        ['50', order()],
        ['51', order({ orderId: '51', createdAt: NOON - 86_400_000, finishedAt: NOON - 86_400_000 })],
        ...there.slice(1).map(({ userReqNo }) => [userReqNo, order({ orderId: userReqNo })] as const),
      ]),
      records: new Map(),
      ids,
      cards: new Map(),
      groups: new Map(),
    };
    const day = { date: '2026-03-01', utcOffset: '+08:00' };
    const [, orders] = await reconcile({ call } as unknown as MerchantClient, local, day);
    expect(orders?.examined).toBe(121);
    expect(fieldsOf(orders?.differences ?? [])).toEqual(['order 1000 (900 at the issuer)']);
    expect(requested).toContainEqual({ name: 'cardOperateQuery', userReqNo: '50' });
    expect(requested.filter((one) => 'currentPage' in one && 'beginTime' in one)).toMatchObject([
      { beginTime: '2026-03-01 00:00:00', endTime: '2026-03-01 23:59:59', currentPage: 1, pageSize: 50 },
      { currentPage: 2 },
      { currentPage: 3 },
      { name: 'transactionQuery', beginTime: '2026-03-01 00:00:00', timeType: 1 },
      {
        name: 'transactionQuery',
        beginTime: '2026-01-16 00:00:00',
        endTime: '2026-02-28 23:59:59',
        transCategory: 2,
      },
    ]);
  });
});

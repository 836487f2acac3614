import { describe, expect, it } from 'vitest';
import {
  authorizationFrom,
  authorizationKey,
  heldByAuthorization,
  newAuthorization,
} from '../../../../../shared/domain/issuing/model/authorization.ts';
import { spendingAccount } from '../../../../../shared/domain/issuing/model/card.ts';
import { findAuthorization } from '../../../../../shared/domain/issuing/transactions/match-authorization.ts';
import { authorizationDifferences } from '../../../../../shared/domain/issuing/transactions/recompute.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import type { Put } from '../../../../../shared/runtime/store/write.ts';
import {
  newRecordNo,
  type ReceivedTransaction,
  transaction,
} from '../../../../support/fixtures/transactions.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';
import {
  CARD,
  type Delivery,
  movedAmount,
  type ReplayedState,
  SOURCE,
  stateAfter,
  totalBalances,
} from '../transactions/transaction-replay-fixture.ts';

const R = newRecordNo();
const authorization = { recordNo: R };
const settlement = { recordNo: R, transCategory: 2 } as const;
const child = (
  transType: ReceivedTransaction['transType'],
  transCategory: 1 | 2,
  localCurrencyAmt: string,
) => ({
  originRecordNo: R,
  transType,
  transCategory,
  localCurrencyAmt,
});

const state = (...received: Partial<ReceivedTransaction>[]): Promise<ReplayedState> =>
  stateAfter(received.map((changes) => transaction(CARD.cardId, changes)));

describe('an authorization of 40', () => {
  it.each<[string, Partial<ReceivedTransaction>[], { hold: bigint; spent: bigint }]>([
    ['holds 40', [], { hold: 4_000n, spent: 0n }],
    ['settled takes 40', [settlement], { hold: 0n, spent: 4_000n }],
    [
      'settled for less releases the rest',
      [{ ...settlement, settleAmount: '25' }],
      { hold: 0n, spent: 2_500n },
    ],
    [
      'settled for more takes the rest as well',
      [{ ...settlement, settleAmount: '60' }],
      { hold: 0n, spent: 6_000n },
    ],
    ['cleared in part keeps the rest held', [child('1', 2, '15')], { hold: 2_500n, spent: 1_500n }],
    [
      'cleared in parts and settled releases the rest',
      [child('1', 2, '15'), child('1', 2, '5'), { ...settlement, settleAmount: '10' }],
      { hold: 0n, spent: 3_000n },
    ],
    [
      'cleared in parts beyond itself',
      [child('1', 2, '30'), child('1', 2, '30')],
      { hold: 0n, spent: 6_000n },
    ],
    ['reversed holds nothing', [child('2', 1, '40')], { hold: 0n, spent: 0n }],
    ['reversed in part holds the rest', [child('2', 1, '15')], { hold: 2_500n, spent: 0n }],
    ['reversed for more than itself holds nothing', [child('2', 1, '99')], { hold: 0n, spent: 0n }],
    [
      'settled is not reversed by an unsettled reversal',
      [settlement, child('2', 1, '40')],
      { hold: 0n, spent: 4_000n },
    ],
    ['settled is reversed by a settled reversal', [settlement, child('2', 2, '40')], { hold: 0n, spent: 0n }],
    ['captured after a reversal', [child('2', 1, '40'), child('5', 2, '40')], { hold: 0n, spent: 4_000n }],
    [
      'captured after a settled reversal',
      [child('2', 2, '40'), child('5', 2, '40')],
      { hold: 0n, spent: 4_000n },
    ],
    [
      'captured again after its clearing was reversed',
      [settlement, child('2', 2, '40'), child('5', 2, '40')],
      { hold: 0n, spent: 4_000n },
    ],
    [
      'captured after its reversal, and reversed again',
      [child('2', 2, '40'), child('5', 2, '40'), child('2', 2, '40')],
      { hold: 0n, spent: 0n },
    ],
    [
      'captured after an unsettled reversal, and reversed again',
      [child('2', 1, '40'), child('5', 2, '40'), child('2', 2, '40')],
      { hold: 0n, spent: 0n },
    ],
    [
      'captured twice, each time after a reversal',
      [child('2', 2, '40'), child('5', 2, '40'), child('2', 2, '40'), child('5', 2, '30')],
      { hold: 0n, spent: 3_000n },
    ],
    [
      'partly cleared, fully reversed and partly captured',
      [child('1', 2, '20'), child('2', 2, '40'), child('5', 2, '20')],
      { hold: 0n, spent: 2_000n },
    ],
    [
      'refunded once the refund is settled',
      [settlement, child('3', 1, '10'), child('3', 2, '10')],
      { hold: 0n, spent: 3_000n },
    ],
    ['with an unsettled refund before its settlement', [child('3', 1, '10')], { hold: 4_000n, spent: 0n }],
    ['with an unsettled refund', [settlement, child('3', 1, '10')], { hold: 0n, spent: 4_000n }],
    ['with a forced settlement', [child('7', 2, '40')], { hold: 0n, spent: 4_000n }],
    [
      'with a settlement difference to pay',
      [settlement, { ...child('4', 2, '1.5'), fundsDirection: 0 }],
      { hold: 0n, spent: 4_150n },
    ],
    [
      'with a settlement difference to get back',
      [settlement, { ...child('4', 2, '1.5'), fundsDirection: 1 }],
      { hold: 0n, spent: 3_850n },
    ],
    ['with an increment', [child('1', 1, '10')], { hold: 5_000n, spent: 0n }],
    ['with a declined settlement', [{ ...settlement, transStatus: '2' }], { hold: 4_000n, spent: 0n }],
  ])('%s', async (_, then, expected) => {
    expect(totalBalances(await state(authorization, ...then))).toEqual(expected);
    expect(totalBalances(await state(...then.toReversed(), authorization))).toEqual(expected);
  });
});

describe('without an authorization', () => {
  it.each<[string, Partial<ReceivedTransaction>, { hold: bigint; spent: bigint }]>([
    ['a declined authorization moves nothing', { transStatus: '2' }, { hold: 0n, spent: 0n }],
    ['a forced settlement takes money', { transType: '7', transCategory: 2 }, { hold: 0n, spent: 4_000n }],
    ['an unlinked refund returns money', { transType: '3', transCategory: 2 }, { hold: 0n, spent: -4_000n }],
    ['an unsettled refund returns nothing', { transType: '3' }, { hold: 0n, spent: 0n }],
  ])('%s', async (_, received, expected) => {
    expect(totalBalances(await state(received))).toEqual(expected);
  });
});

describe('an expired authorization', () => {
  const then = async (...received: Delivery[]) => {
    const part = child('1', 2, '15');
    const before = [authorization, part].map((changes) => transaction(CARD.cardId, changes));
    return totalBalances(await stateAfter([...before, 'expiry', ...received]));
  };
  const received = (changes: Partial<ReceivedTransaction>) => transaction(CARD.cardId, changes);

  it('holds nothing, and keeps what was cleared', async () => {
    expect(await then()).toEqual({ hold: 0n, spent: 1_500n });
  });

  it('is still cleared, and holds later increments', async () => {
    expect(await then(received(settlement))).toEqual({ hold: 0n, spent: 5_500n });
    const increment = received(child('1', 1, '10'));
    expect(await then(increment)).toEqual({ hold: 1_000n, spent: 1_500n });
    expect(await then(increment, 'expiry')).toEqual({ hold: 0n, spent: 1_500n });
    expect(await then(increment, received(settlement))).toEqual({ hold: 0n, spent: 5_500n });
    expect(await then(received(child('2', 1, '40')))).toEqual({ hold: 0n, spent: 1_500n });
  });
});

describe('the returned amount', () => {
  it('is zero for an authorization that was reversed and never cleared', async () => {
    for (const category of [1, 2] as const)
      for (const order of [['expiry', 'reversal'] as const, ['reversal', 'expiry'] as const]) {
        const received = order.map(
          (what): Delivery =>
            what === 'expiry' ? what : transaction(CARD.cardId, child('2', category, '40')),
        );
        const after = await stateAfter([transaction(CARD.cardId, authorization), ...received, 'expiry']);
        expect(totalBalances(after)).toEqual({ hold: 0n, spent: 0n });
        expect(movedAmount(after, 'card/', 'available')).toBe(0n);
      }
  });

  it('is at most what was cleared, even if a larger reversal comes first', async () => {
    const after = await state(authorization, child('2', 2, '60'), settlement);
    expect(totalBalances(after)).toEqual({ hold: 0n, spent: 0n });
  });

  it('counts a reversal once when it arrives unsettled and settled', async () => {
    const reversal = { recordNo: newRecordNo(), ...child('2', 1, '15') };
    const settled = { ...reversal, transCategory: 2 } as const;
    expect(totalBalances(await state(authorization, reversal, settled))).toEqual({ hold: 2_500n, spent: 0n });
    expect(totalBalances(await state(authorization, settled, reversal))).toEqual({ hold: 2_500n, spent: 0n });
    const cleared = await state(authorization, settlement, reversal, settled);
    expect(totalBalances(cleared)).toEqual({ hold: 0n, spent: 2_500n });
  });

  it('is the settled amount of a settled reversal, whose rest releases', async () => {
    const partly = { ...child('2', 2, '40'), settleAmount: '15' };
    expect(totalBalances(await state(authorization, child('1', 2, '15'), partly))).toEqual({
      hold: 0n,
      spent: 0n,
    });
  });

  it('is the full amount of a refund, even beyond what was cleared', async () => {
    expect(totalBalances(await state(authorization, settlement, child('3', 2, '50')))).toEqual({
      hold: 0n,
      spent: -1_000n,
    });
  });
});

describe('an authorization is found', () => {
  const [I, J] = [newRecordNo(), newRecordNo()];
  const increment = { recordNo: I, ...child('1', 1, '10') };
  const second = { ...increment, recordNo: J, originRecordNo: I };
  const about = (recordNo: string, changes: ReturnType<typeof child>) => ({
    ...changes,
    originRecordNo: recordNo,
  });

  it.each<[string, Partial<ReceivedTransaction>[], { hold: bigint; spent: bigint }]>([
    ['by the reversal of an increment', [about(I, child('2', 1, '10'))], { hold: 5_000n, spent: 0n }],
    [
      'by the reversal of an increment’s increment',
      [about(J, child('2', 1, '10'))],
      { hold: 5_000n, spent: 0n },
    ],
    [
      'by the clearing of an increment under its number',
      [{ recordNo: J, transCategory: 2, localCurrencyAmt: '10' }],
      { hold: 5_000n, spent: 1_000n },
    ],
    ['by one clearing of the total', [{ ...settlement, settleAmount: '60' }], { hold: 0n, spent: 6_000n }],
    [
      'by the reversal of a partial clearing',
      [
        { recordNo: '71', ...child('1', 2, '20') },
        { ...child('2', 2, '20'), originRecordNo: '71' },
      ],
      { hold: 4_000n, spent: 0n },
    ],
  ])('%s', async (_, then, expected) => {
    const received = [authorization, increment, second, ...then];
    for (const order of [received, received.toReversed()]) {
      const after = await state(...order);
      expect(totalBalances(after)).toEqual(expected);
      expect([...after.authorizations.values()].map(({ root }) => root)).toEqual([R]);
      expect(after.differences).toEqual([]);
    }
  });

  it('over any number of links, even if they arrive in reverse order', async () => {
    const numbers = [R, ...Array.from({ length: 150 }, newRecordNo)];
    const received = numbers.map((recordNo, link) => ({
      recordNo,
      localCurrencyAmt: '1',
      ...(link > 0 && { originRecordNo: numbers[link - 1] as string }),
    }));
    const last = about(numbers.at(-1) as string, child('2', 1, '1'));
    const after = await state(...received.toReversed(), last);
    expect(totalBalances(after)).toEqual({ hold: 15_000n, spent: 0n });
    expect([...after.authorizations.values()].map(({ root }) => root)).toEqual([R]);
    expect(after.differences).toEqual([]);
  });

  it('or reported as lost where its links form a cycle', async () => {
    const store = new MemoryStore();
    const of = { source: SOURCE, cardId: CARD.cardId };
    const pointer = (root: string, to: string): Put => ({
      kind: 'put',
      table: 'transactions',
      item: { ...authorizationKey({ ...of, root }), mergedInto: to },
    });
    await store.write([pointer('1', '2'), pointer('2', '3'), pointer('3', '2')]);
    const lost = new Error('the chain of 1 goes round in circles');
    await expect(findAuthorization(store, of, '1')).rejects.toThrow(lost);
  });

  it('even if messages link in a cycle or contradict each other', async () => {
    const circle = [
      { recordNo: I, originRecordNo: J },
      { recordNo: J, originRecordNo: I },
    ];
    const contradiction = [
      { recordNo: I, originRecordNo: '61' },
      { recordNo: I, originRecordNo: '62', transCategory: 2, localCurrencyAmt: '15' } as const,
      { recordNo: '61' },
      { recordNo: '62' },
    ];
    for (const received of [circle, circle.toReversed()]) {
      const after = await state(...received, { ...child('2', 1, '5'), originRecordNo: J });
      expect(totalBalances(after)).toEqual({ hold: 7_500n, spent: 0n });
      expect(after.differences).toEqual([]);
    }
    for (const received of [contradiction, contradiction.toReversed()]) {
      const after = await state(...received);
      expect(totalBalances(after)).toEqual({ hold: 10_500n, spent: 1_500n });
      expect([...after.authorizations.values()].map(({ root }) => root)).toEqual(['61']);
      expect(after.differences).toEqual([]);
    }
  });

  it('only among the numbers of the same upstream', async () => {
    const content = (changes: Partial<ReceivedTransaction>) => transaction(CARD.cardId, changes);
    const other = { content: content(child('2', 1, '40')), source: '90000002' };
    const same = { content: content(authorization), source: '90000002' };
    const after = await stateAfter([content(authorization), other]);
    expect(totalBalances(after)).toEqual({ hold: 4_000n, spent: 0n });
    expect(totalBalances(await stateAfter([content(authorization), other, same]))).toEqual({
      hold: 4_000n,
      spent: 0n,
    });
  });
});

describe('a single-use card', () => {
  const uses = async (...received: Partial<ReceivedTransaction>[]) => (await state(...received)).uses;
  const reversal = child('2', 1, '40');

  it.each<[string, number, Partial<ReceivedTransaction>[]]>([
    ['is used by an authorization', 1, [authorization]],
    ['is used by a clearing without an authorization', 1, [{ transCategory: 2 }]],
    ['is used by a forced settlement', 1, [{ transType: '7', transCategory: 2 }]],
    ['is used by a purchase that converts to zero', 1, [{ transCurrencyAmt: '1', localCurrencyAmt: '0' }]],
    ['is not used by an account verification', 0, [{ localCurrencyAmt: '0' }]],
    ['is not used by a decline', 0, [{ transStatus: '2' }]],
    ['is not used by a refund', 0, [{ transType: '3', transCategory: 2 }]],
    ['is not used by a settlement difference', 0, [{ transType: '4', transCategory: 2, fundsDirection: 0 }]],
    [
      'is used once by a purchase with its increment and clearing',
      1,
      [authorization, child('1', 1, '10'), settlement],
    ],
    ['can be used again after a full reversal', 0, [authorization, reversal]],
    ['can be used again after a full settled reversal', 0, [authorization, child('2', 2, '40')]],
    [
      'can be used again after reversals of all parts',
      0,
      [authorization, child('2', 1, '15'), child('2', 1, '25')],
    ],
    ['stays used after a partial reversal', 1, [authorization, child('2', 1, '39.99')]],
    ['stays used when an increment remains', 1, [authorization, child('1', 1, '10'), reversal]],
    ['stays used when a part was cleared', 1, [authorization, child('1', 2, '1'), reversal]],
    ['stays used after a refund', 1, [authorization, settlement, child('3', 2, '40')]],
    [
      'can be used again when a purchase that converts to zero is reversed',
      0,
      [{ ...authorization, transCurrencyAmt: '1', localCurrencyAmt: '0' }, child('2', 1, '0')],
    ],
    ['is used twice by two purchases', 2, [authorization, { recordNo: '91' }]],
  ])('%s: %i', async (_, expected, received) => {
    expect(await uses(...received)).toBe(expected);
    expect(await uses(...received.toReversed())).toBe(expected);
  });

  it('stays used when its hold expires, which may still be cleared', async () => {
    const { uses: after } = await stateAfter([transaction(CARD.cardId, authorization), 'expiry']);
    expect(after).toBe(1);
  });
});

describe('recomputing authorizations from transactions', () => {
  const I = newRecordNo();
  const received = () =>
    state(
      authorization,
      { recordNo: I, ...child('1', 1, '10') },
      child('1', 2, '15'),
      { ...child('2', 1, '5'), originRecordNo: I },
      { recordNo: '81', transType: '3', transCategory: 2 },
    );
  const at = (root: string) => `authorization/${SOURCE}/${CARD.cardId}/${root}`;
  const [pk, ofIncrement] = [at(R), at(I)];
  const differencesWith = async (change: (item: Item) => Item | undefined) =>
    authorizationDifferences((await received()).items.map(change).filter((item) => item !== undefined));
  const changed = (key: string, changes: Item) => (item: Item) =>
    item['pk'] === key ? { ...item, ...changes } : item;

  it('finds no difference in booked authorizations', async () => {
    const { items } = await received();
    expect(authorizationDifferences([...items, { pk: 'network/1/2' }])).toEqual([]);
  });

  it('reports a sum that differs from the transactions', async () => {
    const [difference] = await differencesWith(changed(pk, { cleared: 1_400n }));
    expect(difference).toBe(`${pk}: cleared 1400, by its transactions 1500`);
  });

  it('reports every wrong sum', async () => {
    const [difference] = await differencesWith(changed(pk, { cleared: 1_400n, authorized: 0n }));
    expect(difference?.split(', ')).toEqual([
      `${pk}: authorized 0`,
      'by its transactions 5000',
      'cleared 1400',
      'by its transactions 1500',
    ]);
  });

  it('reports events that moved another amount than their authorization', async () => {
    const record = { settledAmounts: { held: 0n, spent: 400n } };
    expect(await differencesWith(changed('record/81', record))).toEqual([
      `${at('81')}: holds 0 and spent -4000, by its events 0 and 400`,
      `${at('81')}: spent 400, by its merchant's notifications -4000`,
    ]);
  });

  it('reports notifications that differ from the money moved', async () => {
    const [settled, unsettled] = [
      { held: 0n, spent: -4_000n, settleAmount: 39 },
      { held: 1_000n, spent: 0n },
    ];
    expect(await differencesWith(changed('record/81', { settledAmounts: settled }))).toEqual([
      `${at('81')}: spent -4000, by its merchant's notifications -3900`,
    ]);
    const received = { ...unsettled, settleAmount: 0 };
    expect(await differencesWith(changed(`record/${I}`, { unsettledAmounts: received }))).toEqual([
      `${pk}: held apart from clearings 4500, by its merchant's notifications 3500`,
    ]);
  });

  it('reports an authorization without transactions, and transactions without an authorization', async () => {
    expect(await differencesWith((item) => (item['pk'] === at('81') ? undefined : item))).toEqual([
      `${at('81')}: has transactions but is not stored`,
    ]);
    const { items } = await received();
    const stray = items.find((item) => item['pk'] === at('81'));
    expect(authorizationDifferences([{ ...stray, pk: 'authorization/embedded/1/2' }])).toEqual([
      'authorization/embedded/1/2: has no transactions',
    ]);
  });

  it('reports a number that leads elsewhere or nowhere, and one authorization stored as two', async () => {
    expect(await differencesWith(changed(ofIncrement, { mergedInto: '81' }))).toEqual([
      `${ofIncrement}: does not lead to ${pk}`,
    ]);
    expect(await differencesWith(changed(ofIncrement, { mergedInto: I }))).toEqual([
      `${ofIncrement}: does not lead to ${pk}`,
    ]);
    const apart = await differencesWith(changed(ofIncrement, { mergedInto: undefined }));
    expect(apart).toEqual([
      `${[pk, ofIncrement].sort().join(', ')}: are one authorization by their transactions`,
    ]);
  });

  it('reports an authorization that is stored under the wrong number', async () => {
    const swapped = await differencesWith((item) => {
      if (item['pk'] === pk) return { pk, root: R, mergedInto: I };
      return item;
    });
    expect(swapped).toEqual([`${pk}: has transactions but is not stored`]);
  });
});

it('an authorization is read as it was stored, whatever else its item has', () => {
  const authorization = newAuthorization({ source: SOURCE, root: R, cardId: CARD.cardId, currency: 'USD' });
  expect(
    authorizationFrom({ ...authorizationKey(authorization), ...authorization, dueShard: '1', dueAt: 5 }),
  ).toEqual(authorization);
});

describe('the frozen amount of an item', () => {
  const held = {
    ...newAuthorization({ source: SOURCE, root: R, cardId: CARD.cardId, currency: 'USD' }),
    authorized: 4_000n,
  };
  const item = { ...authorizationKey(held), ...held };

  it('is the hold of an authorization, on the account that the card spends from', () => {
    expect(heldByAuthorization(item)).toEqual({ account: spendingAccount(CARD), amount: 4_000n });
  });

  it('is nothing where the item only leads to another authorization', () => {
    expect(heldByAuthorization({ ...item, mergedInto: newRecordNo() })).toBeUndefined();
  });

  it('is nothing for an item of another kind', () => {
    expect(heldByAuthorization({ ...item, pk: `record/${R}` })).toBeUndefined();
  });
});

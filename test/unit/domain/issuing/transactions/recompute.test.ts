import { describe, expect, it } from 'vitest';
import { authorizationKey } from '../../../../../shared/domain/issuing/model/authorization.ts';
import { authorizationDifferences } from '../../../../../shared/domain/issuing/transactions/recompute.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, SOURCE, stateAfter } from './transaction-replay-fixture.ts';

const content = (recordNo: string, changes: Partial<ReceivedTransaction> = {}) =>
  transaction(CARD.cardId, { recordNo, ...changes });
const authorization = (root: string) => authorizationKey({ source: SOURCE, cardId: CARD.cardId, root }).pk;

/** Returns the differences after these reports and a change of one item: it is changed, added or, for null, removed. */
async function found(received: readonly ReceivedTransaction[], pk: string, changes?: object | null) {
  const { items, differences } = await stateAfter(received);
  expect(differences).toEqual([]);
  const others = items.filter((item) => item['pk'] !== pk);
  const item = items.find((one) => one['pk'] === pk);
  return authorizationDifferences([
    ...others,
    ...(changes === null ? [] : [{ ...item, pk, ...changes } as Item]),
  ]);
}

const increment = content('7', { originRecordNo: '5', localCurrencyAmt: '15' });

describe('the audit reports an authorization', () => {
  it('without transactions', async () => {
    expect(await found([content('5')], authorization('9'), { root: '9' })).toEqual([
      `${authorization('9')}: has no transactions`,
    ]);
  });

  it('that is not stored', async () => {
    expect(await found([content('5')], authorization('5'), null)).toEqual([
      `${authorization('5')}: has transactions but is not stored`,
    ]);
  });

  it('that is stored under a number that is not its first one', async () => {
    const { items } = await stateAfter([content('5'), increment]);
    const at = (pk: string) => items.find((item) => item['pk'] === pk);
    const swapped = items
      .filter(({ pk }) => !String(pk).startsWith('authorization/'))
      .concat({ ...at(authorization('5')), pk: authorization('7'), root: '7' } as Item)
      .concat({ ...at(authorization('7')), pk: authorization('5'), root: '5', mergedInto: '7' } as Item);
    expect(authorizationDifferences(swapped)).toEqual([
      `${authorization('7')}: should be ${authorization('5')} by its transactions`,
    ]);
  });

  it('that is stored twice', async () => {
    const { items } = await stateAfter([content('5'), increment]);
    const stored = items.find(({ pk }) => pk === authorization('5'));
    const twice = items.map((item) =>
      item['pk'] === authorization('7') ? ({ ...stored, pk: authorization('7') } as Item) : item,
    );
    expect(authorizationDifferences(twice)).toEqual([
      `${authorization('5')}, ${authorization('7')}: are one authorization by their transactions`,
    ]);
  });

  it.each([
    ['is missing', null],
    ['leads to nothing', { mergedInto: '8' }],
    ['forms a cycle', { mergedInto: '7' }],
  ])('with a number that %s', async (_, changes) => {
    expect(await found([content('5'), increment], authorization('7'), changes)).toEqual([
      `${authorization('7')}: does not lead to ${authorization('5')}`,
    ]);
  });

  it('with attributes that differ from its transactions', async () => {
    const wrong = { version: 2, settled: true };
    const [difference, ...more] = await found([content('5')], authorization('5'), wrong);
    expect(difference).toBe(
      `${authorization('5')}: settled true, by its transactions false, version 2, by its transactions 1`,
    );
    expect(more).toEqual([`${authorization('5')}: holds 0 and spent 0, by its events 4000 and 0`]);
  });

  it.each([
    ['held', { held: 3_900n, spent: 0n }, '3900 and 0'],
    ['spent', { held: 4_000n, spent: 100n }, '4000 and 100'],
  ])('whose events have %s another amount', async (_, unsettledAmounts, sums) => {
    const differences = await found([content('5')], 'record/5', { unsettledAmounts });
    expect(differences).toContain(`${authorization('5')}: holds 4000 and spent 0, by its events ${sums}`);
  });

  it('with a notification of another amount', async () => {
    const unsettledAmounts = { held: 4_000n, spent: 0n, settleAmount: 39 };
    expect(await found([content('5')], 'record/5', { unsettledAmounts })).toEqual([
      `${authorization('5')}: held apart from clearings 4000, by its merchant's notifications 3900`,
    ]);
  });
});

describe('the audit accepts an authorization', () => {
  it('whose transactions name several others, and each other', async () => {
    const received = [
      content('5'),
      increment,
      content('7', { originRecordNo: '9', transCategory: 2, localCurrencyAmt: '15' }),
      content('9', { originRecordNo: '5', localCurrencyAmt: '3' }),
    ];
    expect((await stateAfter(received)).differences).toEqual([]);
  });
});

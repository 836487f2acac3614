import { describe, expect, it } from 'vitest';
import { sumsOf } from '../../../../../shared/domain/issuing/model/authorization-sums.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf } from '../transactions/transaction-replay-fixture.ts';

const event = (changes: Partial<ReceivedTransaction>) => eventOf(transaction(CARD.cardId, changes));

describe('a settled reversal', () => {
  const reversal = { transType: '2', transCategory: 2, localCurrencyAmt: '40' } as const;

  it('has at least its settled amount', () => {
    expect(event({ ...reversal, settleAmount: '50' })).toMatchObject({ localAmount: 5_000n, amount: 5_000n });
    expect(event({ ...reversal, settleAmount: '30' })).toMatchObject({ localAmount: 4_000n, amount: 3_000n });
    expect(event(reversal)).toMatchObject({ localAmount: 4_000n, amount: 4_000n });
  });

  it('releases the part that returns nothing', () => {
    const sums = (settleAmount: string) => sumsOf([event({ ...reversal, settleAmount })]);
    expect(sums('30')).toMatchObject({ settledReversalAmount: 3_000n, reversed: 1_000n, reversals: 1n });
    expect(sums('50')).toMatchObject({ settledReversalAmount: 5_000n, reversed: 0n, reversals: 1n });
  });
});

it.each<[string, Partial<ReceivedTransaction>]>([
  ['an unsettled reversal', { transType: '2' }],
  ['a clearing', { transCategory: 2 }],
  ['a refund', { transType: '3', transCategory: 2 }],
])('%s has its local amount, whatever its settled amount', (_, kind) => {
  expect(event({ ...kind, localCurrencyAmt: '40', settleAmount: '50' })).toMatchObject({
    localAmount: 4_000n,
  });
});

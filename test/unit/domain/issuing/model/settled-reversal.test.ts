import { describe, expect, it } from 'vitest';
import { sumsOf } from '../../../../../shared/domain/issuing/model/authorization-sums.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf } from '../transactions/transaction-replay-fixture.ts';

const event = (changes: Partial<ReceivedTransaction>) => eventOf(transaction(CARD.cardId, changes));

const reversal = { transType: '2', transCategory: 2, localCurrencyAmt: '40' } as const;

describe('a settled reversal', () => {
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

describe('a settled reversal of an external issuer', () => {
  const sums = (changes: Partial<ReceivedTransaction>) =>
    sumsOf([eventOf(transaction(CARD.cardId, { ...reversal, ...changes }), { issuer: 'downstream' })]);

  it('returns what the issuer states, and releases the rest', () => {
    expect(sums({ settleAmount: '30' })).toMatchObject({
      statedReversalAmount: 3_000n,
      settledReversalAmount: 0n,
      reversed: 1_000n,
    });
  });

  it('that has a settled amount alone takes back what an earlier reversal released', () => {
    expect(sums({ localCurrencyAmt: '0', settleAmount: '30' })).toMatchObject({
      statedReversalAmount: 3_000n,
      reversed: -3_000n,
    });
  });

  it('counts as one of a network while no settled amount is stated', () => {
    expect(sums({})).toMatchObject({ settledReversalAmount: 4_000n, statedReversalAmount: 0n, reversed: 0n });
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

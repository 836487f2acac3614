import { describe, expect, it } from 'vitest';
import { newAuthorization } from '../../../../../shared/domain/issuing/model/authorization.ts';
import type { AuthorizationSums } from '../../../../../shared/domain/issuing/model/authorization-sums.ts';
import { balanceEffectsOf } from '../../../../../shared/domain/issuing/transactions/balance-effects.ts';
import { ParameterInvalid } from '../../../../../shared/wire/errors.ts';
import { MAX_MINOR } from '../../../../../shared/wire/money/amount.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf, SOURCE } from './transaction-replay-fixture.ts';

const authorization = (sums: Partial<AuthorizationSums>) => ({
  ...newAuthorization({ source: SOURCE, root: '5', cardId: CARD.cardId, currency: 'USD' }),
  ...sums,
});
const effects = (
  changes: Partial<ReceivedTransaction>,
  known: Partial<AuthorizationSums>,
  merged?: Partial<AuthorizationSums>,
) =>
  balanceEffectsOf(
    eventOf(transaction(CARD.cardId, { originRecordNo: '5', ...changes })),
    {
      recordNo: '7',
      renumbered: [],
      root: '5',
      authorization: authorization(known),
      ...(merged && { merged: authorization(merged) }),
      links: ['7'],
    },
    CARD,
  );
const refused = new ParameterInvalid(
  'localCurrencyAmt',
  'would exceed 15 digits together with the earlier amounts',
);

describe('an event is refused', () => {
  it('that would make a hold larger than an amount can express', () => {
    expect(effects({}, { authorized: MAX_MINOR - 4_000n }).held).toBe(4_000n);
    expect(() => effects({}, { authorized: MAX_MINOR - 3_999n })).toThrow(refused);
  });

  it('that would return more at once than an amount can express', () => {
    const refund = { transType: '3', transCategory: 2 } as const;
    // After a merge, the cleared amount of the merged authorization counts as reversed.
    const clearedOf = (cleared: bigint) =>
      effects(refund, { settledReversalAmount: MAX_MINOR }, { cleared }).spent;
    expect(clearedOf(MAX_MINOR - 4_000n)).toBe(-MAX_MINOR);
    expect(() => clearedOf(MAX_MINOR - 3_999n)).toThrow(refused);
  });
});

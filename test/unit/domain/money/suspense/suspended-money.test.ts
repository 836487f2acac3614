import { expect, it } from 'vitest';
import { settledMoneyOf } from '../../../../../shared/domain/money/suspense/suspended-money.ts';
import { tradeFee, transaction } from '../../../../support/fixtures/transactions.ts';

const settled = (changes: object) => transaction('1', { transCategory: 2, settleAmount: '40', ...changes });

it('the suspended money of a message is its settled amount, in the direction of its type', () => {
  expect(settledMoneyOf('card_transaction', settled({}))).toEqual({ currency: 'USD', amount: -4_000n });
  expect(settledMoneyOf('card_transaction', settled({ transType: '3' }))).toEqual({
    currency: 'USD',
    amount: 4_000n,
  });
  expect(settledMoneyOf('trade_fee', tradeFee('1'))).toEqual({ currency: 'USD', amount: -75n });
});

it('an invalid amount gives no suspended money', () => {
  expect(settledMoneyOf('card_transaction', settled({ settleAmount: '0.001' }))).toBeUndefined();
  expect(settledMoneyOf('trade_fee', tradeFee('1', { realFee: '0.001' }))).toBeUndefined();
});

it('an unchecked currency is a defect', () => {
  expect(() => settledMoneyOf('card_transaction', settled({ localCurrency: 'XYZ' }))).toThrow(
    new RangeError('unknown currency XYZ'),
  );
});

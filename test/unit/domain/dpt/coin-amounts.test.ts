import { describe, expect, it } from 'vitest';
import { parseCoinAmount } from '../../../../shared/domain/dpt/coin-amounts.ts';
import { ParameterInvalid } from '../../../../shared/wire/errors.ts';

describe('coins in the amounts of a chain', () => {
  it.each([
    ['5', { minor: 5_000_000n }],
    ['0.5', { minor: 500_000n }],
    ['12.345678', { minor: 12_345_678n }],
    ['12.345678000', { minor: 12_345_678n }],
    ['12.345678901234567891', { minor: 12_345_678n, remainder: '0.000000901234567891' }],
    ['12.3456780100', { minor: 12_345_678n, remainder: '0.00000001' }],
    ['0.0000009', { minor: 0n, remainder: '0.0000009' }],
  ])('%s are %o', (amount, expected) => {
    expect(parseCoinAmount(amount, 'USDT', 'paymentAmount')).toStrictEqual(expected);
  });

  it.each(['1000000000', '1000000000.0000001'])('are refused where the books cannot carry %s', (amount) => {
    const refusal = new ParameterInvalid('paymentAmount', 'has more than 15 digits');
    expect(() => parseCoinAmount(amount, 'USDT', 'paymentAmount')).toThrow(refusal);
  });
});

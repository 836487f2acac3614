import { data } from 'currency-codes';
import { describe, expect, it } from 'vitest';
import { allCurrencies, COINS, currencyExponent, isCurrency } from '../../../shared/money/currency.ts';

describe('the currencies', () => {
  it('are those of ISO 4217 with its decimals, and the coins with 6', () => {
    const standard = data.map(({ code, digits }): [string, number] => [code, digits]);
    const coins = COINS.map((coin): [string, number] => [coin, 6]);
    expect(new Map([...allCurrencies()].sort())).toEqual(new Map([...standard, ...coins].sort()));
    expect(COINS).toEqual(['USDT', 'USDC']);
  });

  it.each(['', 'usd', 'US', 'USD ', 'XYZ', 'CNH', 'constructor', '__proto__'])(
    'do not include %j',
    (code) => {
      expect(isCurrency(code)).toBe(false);
      expect(() => currencyExponent(code)).toThrow(RangeError);
    },
  );
});

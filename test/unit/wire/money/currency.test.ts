import { data } from 'currency-codes';
import { describe, expect, it } from 'vitest';
import {
  allCurrencies,
  COINS,
  currencyExponent,
  isCardCurrency,
  isCurrency,
  isWithdrawnCurrency,
} from '../../../../shared/wire/money/currency.ts';

// The library has the list of 2024-06-25. These amendments are in force since then:
/** Arab accounting dinar (amendment 179), Caribbean guilder (176). */
const ADDED_SINCE = [
  ['XAD', 2],
  ['XCG', 2],
] as const;
/** Antillean guilder (became XCG), Bulgarian lev (the euro since 2026), Cuban convertible peso. */
const WITHDRAWN_SINCE = ['ANG', 'BGN', 'CUC'];

describe('the currencies', () => {
  it('are those of ISO 4217 with its decimals, and the coins with 6', () => {
    const standard = new Map(data.map(({ code, digits }): [string, number] => [code, digits]));
    for (const code of WITHDRAWN_SINCE) expect(standard.delete(code)).toBe(true);
    for (const [code, digits] of ADDED_SINCE) {
      expect(standard.has(code)).toBe(false);
      standard.set(code, digits);
    }
    const coins = COINS.map((coin): [string, number] => [coin, 6]);
    expect(new Map([...allCurrencies()].sort())).toEqual(new Map([...standard, ...coins].sort()));
    expect(standard.size).toBe(178);
    expect(COINS).toEqual(['USDT', 'USDC']);
  });

  it.each(['', 'usd', 'US', 'USD ', 'XYZ', 'CNH', ...WITHDRAWN_SINCE, 'constructor', '__proto__'])(
    'do not include %j',
    (code) => {
      expect(isCurrency(code)).toBe(false);
      expect(() => currencyExponent(code)).toThrow(new RangeError(`unknown currency ${code}`));
    },
  );

  it('are those of card accounts except coins, metals, units of account and fund codes', () => {
    const never = (
      'BOV CHE CHW CLF COU MXV USN UYI UYW XAD XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX ' +
      'USDC USDT'
    ).split(' ');
    const all = [...allCurrencies().keys()];
    expect(all.filter((code) => !isCardCurrency(code)).sort()).toEqual(never.sort());
    for (const code of ['USD', 'XAF', 'XCD', 'XCG', 'XOF', 'XPF', 'CHF', 'UYU'])
      expect(isCardCurrency(code)).toBe(true);
    expect(isCardCurrency('XYZ')).toBe(false);
  });

  it.each(['ADP', 'BUK', 'BYB', 'GWP', 'HRD', 'NIC', 'NLG', 'UYN', 'UYP', 'ZWR', 'DEM', ...WITHDRAWN_SINCE])(
    'once included %s',
    (code) => {
      expect(isWithdrawnCurrency(code)).toBe(true);
      expect(isCurrency(code)).toBe(false);
    },
  );

  it.each(['', 'USD', 'USDT', 'XYZ', 'dem', 'DEM '])('have not withdrawn %j', (code) => {
    expect(isWithdrawnCurrency(code)).toBe(false);
  });
});

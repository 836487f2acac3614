import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boughtFor,
  MAX_RATE_DIGITS,
  parseRate,
  type Rate,
  soldFor,
} from '../../../../../shared/domain/money/rates/rate.ts';
import { toMinor } from '../../../../../shared/wire/money/amount.ts';
import { currencyExponent } from '../../../../../shared/wire/money/currency.ts';

describe('the text of a rate', () => {
  it.each([
    ['0.92', '0.92'],
    ['00.9200', '0.92'],
    ['149.50', '149.5'],
    ['100', '100'],
    ['1.000', '1'],
    ['0.000006669', '0.000006669'],
    ['123456789012', '123456789012'],
    ['150000000000000', '150000000000000'],
    ['0.00000384615384615', '0.00000384615384615'],
  ])('%s is read as %s', (text, value) => {
    expect(parseRate(text)).toBe(value);
  });

  it.each([
    '',
    '0',
    '0.000',
    '-0.92',
    '+1',
    '.5',
    '1.',
    '1,08',
    '1e3',
    ' 1',
    '1\n',
    'Infinity',
    'NaN',
    '0x10',
    '1234567890123',
    '0.1234567890123',
    '1'.padEnd(33, '0'),
  ])('%j is invalid', (text) => {
    expect(parseRate(text)).toBeUndefined();
  });

  it('is what a JSON number carries exactly', () => {
    fc.assert(
      fc.property(rateValue, (value) => {
        // JavaScript writes smaller numbers with an exponent.
        fc.pre(Number(value) >= 0.000001);
        expect(JSON.stringify(Number(value))).toBe(value);
      }),
    );
  });
});

/** A currency of each exponent that accounts have: 0, 2, 3 and 6 decimals. */
const currency = fc.constantFrom('JPY', 'USD', 'KWD', 'USDT');
/** Rates with any number of digits, and with the decimal point before, among and behind them. */
const rateValue = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** BigInt(MAX_RATE_DIGITS) - 1n }), fc.integer({ min: 1, max: 12 }))
  .map(([digits, decimals]) => {
    const text = String(digits).padStart(decimals + 1, '0');
    return parseRate(`${text.slice(0, -decimals)}.${text.slice(-decimals)}`) ?? 'no rate';
  });
const rate: fc.Arbitrary<Rate> = fc.record({
  from: currency,
  to: currency,
  value: rateValue,
  at: fc.constant(0),
  source: fc.constant('test'),
});
const minor = fc.bigInt({ min: 1n, max: 10n ** 13n });

/**
 * Returns the values of `sold` and `bought` on one scale without fractions, by a calculation of its own: both in
 * 10^-18ths of a major unit of the currency bought.
 */
function worth({ from, to, value }: Rate, amounts: { sold: bigint; bought: bigint }) {
  const [whole = '', fraction = ''] = value.split('.');
  const scaled = BigInt(whole + fraction.padEnd(12, '0'));
  return {
    sold: amounts.sold * 10n ** BigInt(6 - currencyExponent(from)) * scaled,
    bought: amounts.bought * 10n ** BigInt(18 - currencyExponent(to)),
  };
}

describe('an exchange', () => {
  it.each([
    // One yen is worth 0.666 cents: the platform keeps the fraction of a cent.
    ['JPY', 'USD', '0.00666', '100', '0.66'],
    ['USD', 'JPY', '149.5', '0.01', '1'],
    ['USD', 'EUR', '0.92', '100', '92'],
    ['USD', 'KWD', '0.3071', '33.33', '10.235'],
    ['USDT', 'USD', '0.999', '10.5', '10.48'],
    ['EUR', 'EUR', '1', '7.77', '7.77'],
  ])('of %s for %s at %s: %s brings %s', (from, to, value, sold, bought) => {
    const rate = { from, to, value, at: 0, source: 'test' };
    expect(boughtFor(toMinor(sold, from, 'sold'), rate)).toBe(toMinor(bought, to, 'bought'));
  });

  it.each([
    ['JPY', 'USD', '0.00666', '100', '0.66'],
    ['USD', 'JPY', '149.5', '0.01', '1'],
    ['USD', 'EUR', '0.92', '10.87', '10'],
    ['KWD', 'USD', '3.2561', '0.004', '0.01'],
  ])('of %s for %s at %s: %s must be sold for %s', (from, to, value, sold, bought) => {
    const rate = { from, to, value, at: 0, source: 'test' };
    expect(soldFor(toMinor(bought, to, 'bought'), rate)).toBe(toMinor(sold, from, 'sold'));
  });

  it('gives as many whole units as the amount sold is worth, and never more', () => {
    fc.assert(
      fc.property(rate, minor, (rate, sold) => {
        const bought = boughtFor(sold, rate);
        const exact = worth(rate, { sold, bought });
        expect(exact.bought <= exact.sold).toBe(true);
        const more = worth(rate, { sold, bought: bought + 1n });
        expect(more.bought > more.sold).toBe(true);
      }),
    );
  });

  it('takes as few whole units as the amount bought is worth, and never less', () => {
    fc.assert(
      fc.property(rate, minor, (rate, bought) => {
        const sold = soldFor(bought, rate);
        const exact = worth(rate, { sold, bought });
        expect(exact.sold >= exact.bought).toBe(true);
        const less = worth(rate, { sold: sold - 1n, bought });
        expect(less.sold < less.bought).toBe(true);
      }),
    );
  });

  it('gives the same from either side, within one minor unit of the coarser currency', () => {
    fc.assert(
      fc.property(rate, minor, (rate, amount) => {
        // Selling what a purchase needs yields what was to be bought, and at most the value of one more unit sold.
        const bought = boughtFor(soldFor(amount, rate), rate);
        expect(bought >= amount && bought - amount <= boughtFor(1n, rate)).toBe(true);
        // Buying what a sale yields needs what was to be sold, or less by at most the price of one more unit bought.
        const sold = soldFor(boughtFor(amount, rate), rate);
        expect(sold <= amount && amount - sold <= soldFor(1n, rate)).toBe(true);
      }),
    );
  });

  it('in parts is never better for the merchant than as a whole', () => {
    fc.assert(
      fc.property(rate, fc.array(minor, { minLength: 1, maxLength: 8 }), (rate, pieces) => {
        const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
        expect(sum(pieces.map((piece) => boughtFor(piece, rate))) <= boughtFor(sum(pieces), rate)).toBe(true);
        expect(sum(pieces.map((piece) => soldFor(piece, rate))) >= soldFor(sum(pieces), rate)).toBe(true);
      }),
    );
  });
});

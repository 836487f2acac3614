import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParameterInvalid } from '../../../../shared/wire/errors.ts';
import {
  feeShareOf,
  formatMoney,
  formatAmount as inWords,
  MAX_MINOR,
  parseAmount,
  sumToMajor,
  toMajor,
  toMinor,
  toSignedMinor,
} from '../../../../shared/wire/money/amount.ts';
import { currencyExponent } from '../../../../shared/wire/money/currency.ts';

/** One currency of each exponent. */
const CURRENCIES = ['JPY', 'USD', 'KWD', 'CLF', 'USDT'] as const;
const currency = fc.constantFrom(...CURRENCIES);
const minor = fc.bigInt({ min: 0n, max: MAX_MINOR });
const digits = (most: number) => fc.stringMatching(new RegExp(`^\\d{1,${most}}$`));

/** Returns major units as text, by an implementation that shares no string handling with the code. */
function majorText(amount: bigint, exponent: number): string {
  const unit = 10n ** BigInt(exponent);
  const fraction = exponent === 0 ? '' : `.${String(amount % unit).padStart(exponent, '0')}`;
  return `${amount / unit}${fraction}`;
}

describe('a minor amount', () => {
  it('survives a round trip through its wire number, in every currency and with either sign', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        const major = toMajor(amount, code);
        expect(toMajor(-amount, code)).toBe(amount === 0n ? 0 : -major);
        const read = parseAmount(major) ?? 'refused';
        expect(toMinor(read, code, 'amount')).toBe(amount);
      }),
      {
        examples: [
          [MAX_MINOR, 'JPY'],
          [MAX_MINOR, 'USDT'],
          [1n, 'USDT'],
          [0n, 'JPY'],
        ],
      },
    );
  });

  it('is the same from a number, its text and a padded text', () => {
    fc.assert(
      fc.property(minor, currency, fc.nat(3), fc.nat(3), (amount, code, before, after) => {
        const text = majorText(amount, currencyExponent(code));
        const padded = '0'.repeat(before) + text + (text.includes('.') ? '0'.repeat(after) : '');
        expect(parseAmount(padded)).toBe(parseAmount(toMajor(amount, code)));
      }),
    );
  });

  it('of more than 15 digits has no wire number', () => {
    for (const amount of [MAX_MINOR + 1n, -MAX_MINOR - 1n]) {
      expect(() => toMajor(amount, 'USD')).toThrow(new RangeError('an amount of more than 15 digits in USD'));
    }
  });
});

describe('reading an amount', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1e5, '100000'],
    [0.1, '0.1'],
    [0.000001, '0.000001'],
    [999_999_999_999_999, '999999999999999'],
    ['0', '0'],
    ['000', '0'],
    ['007.50', '7.5'],
    ['1.0', '1'],
    ['0.10', '0.1'],
    ['123456789.123456', '123456789.123456'],
    ['0.123456789012345', '0.123456789012345'],
    [`${'0'.repeat(28)}.5`, '0.5'],
  ])('accepts %j as %s', (value, text) => expect(parseAmount(value)).toBe(text));

  it.each([
    1e308,
    5e-324,
    1e-7,
    1e21,
    1e15,
    NaN,
    Infinity,
    -Infinity,
    -1,
    -0.01,
    '-1',
    '+1',
    '',
    ' ',
    '1e5',
    '1.',
    '.5',
    '.',
    '1,000',
    '0x10',
    '1_000',
    '١',
    ' 1',
    '1 ',
    '1\n',
    'NaN',
    '1.2.3',
    '1234567890123456',
    '0.1234567890123456',
    '1.123456789012345',
    1.1234567890123457,
    `${'0'.repeat(29)}.5`,
  ])('refuses %j', (value) => expect(parseAmount(value)).toBeUndefined());

  it.each([
    ['zeros', '0'.repeat(1_000_000)],
    ['zeros and a letter', `${'0'.repeat(1_000_000)}x`],
    ['decimals of zeros', `0.${'0'.repeat(1_000_000)}x`],
  ])('refuses a megabyte of %s at once', (_, text) => expect(parseAmount(text)).toBeUndefined());

  it('accepts at most 15 digits, wherever the point is', () => {
    fc.assert(
      fc.property(digits(18), digits(18), (whole, fraction) => {
        const text = `${whole}.${fraction}`;
        const counted = whole.replace(/^0+/, '') + fraction.replace(/0+$/, '');
        const read = parseAmount(text);
        expect(read !== undefined).toBe(text.length <= 30 && counted.length <= 15);
        if (read !== undefined) expect(Number(read)).toBe(Number(text));
      }),
    );
  });
});

describe('minor units', () => {
  it('are refused for more decimals than the currency has, and never rounded', () => {
    fc.assert(
      fc.property(
        currency,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (code, extra, last) => {
          const amount = `1.${'0'.repeat(currencyExponent(code) + extra - 1)}${last}`;
          const refusal = new ParameterInvalid(
            'refundAmount',
            `${code} has ${currencyExponent(code)} decimals`,
          );
          expect(() => toMinor(amount, code, 'refundAmount')).toThrow(refusal);
        },
      ),
    );
  });

  it('are refused for more than 15 digits in the currency', () => {
    expect(toMinor('9999999999999.99', 'USD', 'amount')).toBe(MAX_MINOR);
    const refusal = new ParameterInvalid('amount', 'has more than 15 digits');
    expect(() => toMinor('10000000000000', 'USD', 'amount')).toThrow(refusal);
  });
});

describe('an amount that may be negative', () => {
  it('is read the same below zero as above it', () => {
    expect(toSignedMinor('4.05', 'USD', 'settleAmount')).toBe(405n);
    expect(toSignedMinor('-4.05', 'USD', 'settleAmount')).toBe(-405n);
    expect(toSignedMinor('-7', 'JPY', 'settleAmount')).toBe(-7n);
    expect(toSignedMinor('0', 'USD', 'settleAmount')).toBe(0n);
  });

  it.each(['0.001', '-0.001'])('is refused with more decimals than its currency: %s', (amount) => {
    const refusal = new ParameterInvalid('settleAmount', 'USD has 2 decimals');
    expect(() => toSignedMinor(amount, 'USD', 'settleAmount')).toThrow(refusal);
  });

  it('has no more digits below zero than above it', () => {
    expect(toSignedMinor('-9999999999999.99', 'USD', 'settleAmount')).toBe(-MAX_MINOR);
    const refusal = new ParameterInvalid('settleAmount', 'has more than 15 digits');
    expect(() => toSignedMinor('-10000000000000', 'USD', 'settleAmount')).toThrow(refusal);
  });
});

describe('a fee share', () => {
  const rate = fc.integer({ min: 0, max: 1_000_000 });

  it('is rounded up to the minor unit', () => {
    fc.assert(
      fc.property(minor, rate, (amount, ppm) => {
        const exact = amount * BigInt(ppm);
        const off = feeShareOf(amount, ppm) * 1_000_000n - exact;
        expect(off >= 0n && off < 1_000_000n).toBe(true);
      }),
    );
    expect([0n, 1n, 100n, 101n].map((amount) => feeShareOf(amount, 10_000))).toEqual([0n, 1n, 1n, 2n]);
    expect(feeShareOf(100n, 0)).toBe(0n);
  });

  it('is never lower in parts than as a whole', () => {
    fc.assert(
      fc.property(fc.array(minor, { minLength: 1, maxLength: 30 }), rate, (parts, ppm) => {
        const whole = parts.reduce((sum, part) => sum + part, 0n);
        const paid = parts.reduce((sum, part) => sum + feeShareOf(part, ppm), 0n);
        expect(paid >= feeShareOf(whole, ppm)).toBe(true);
      }),
    );
  });

  it('never decreases when amount or rate increase, and is the whole at 100 %', () => {
    fc.assert(
      fc.property(minor, minor, rate, rate, (one, other, low, high) => {
        const [least, most] = one < other ? [one, other] : [other, one];
        const [slow, fast] = low < high ? [low, high] : [high, low];
        expect(feeShareOf(least, slow) <= feeShareOf(most, fast)).toBe(true);
        expect(feeShareOf(most, 1_000_000)).toBe(most);
      }),
    );
  });
});

describe('a sum', () => {
  it('is written like an amount, as far as the wire carries it', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -MAX_MINOR, max: MAX_MINOR }),
        fc.constantFrom('USD', 'JPY', 'USDT'),
        (sum, code) => {
          expect(sumToMajor(sum, code)).toBe(toMajor(sum, code));
        },
      ),
    );
  });

  it.each([
    [MAX_MINOR + 1n, 'USD', 10_000_000_000_000],
    [1_234_567_890_123_456n, 'USD', 12_345_678_901_234.5],
    [-1_234_567_890_123_456n, 'USD', -12_345_678_901_234.5],
    [12_345_678_901_234_567n, 'JPY', 12_345_678_901_234_500],
    [1_234_567_890_123_456_789n, 'USDT', 1_234_567_890_123.45],
  ] as const)('of %s in %s, which has more digits, is rounded down to %s', (sum, code, received) => {
    expect(sumToMajor(sum, code)).toBe(received);
  });
});

describe('an amount in a message', () => {
  it.each([
    [10_100n, 'USD', '101.00'],
    [-5n, 'USD', '-0.05'],
    [7n, 'JPY', '7'],
    [1_234_567_890_123_456_789n, 'USDT', '1234567890123.456789'],
  ] as const)('is exact: %s in %s is %s', (minor, code, words) => {
    expect(inWords(minor, code)).toBe(words);
    expect(formatMoney(minor, code)).toBe(`${words} ${code}`);
  });
});

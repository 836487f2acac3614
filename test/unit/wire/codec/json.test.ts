import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  InexactNumber,
  MAX_JSON_DEPTH,
  parseExactObject,
  parseObject,
} from '../../../../shared/wire/codec/json.ts';

const numberIn = (literal: string) => parseExactObject(`{"n":${literal}}`)?.['n'];

describe('numbers', () => {
  it.each(['0', '-0', '0.0', '0e5', '-0.000e-99', '1', '-1', '1e2', '1E+2', '1.50', '100.50', '0.1', '1e-7'])(
    '%s is exact',
    (literal) => {
      expect(numberIn(literal)).toBe(Number(literal));
    },
  );

  it.each([
    '9007199254740991',
    '0.000000000000001',
    '1.7976931348623157e308',
    '5e-324',
    '-123456789012345e-20',
    '0e999999999999999999999',
    `0.${'0'.repeat(30)}1e31`,
    `1${'0'.repeat(30)}e-30`,
  ])('%s is exact', (literal) => {
    expect(numberIn(literal)).toBe(Number(literal));
  });

  it.each([
    '9007199254740993',
    '12345678901234567890',
    '0.12345678901234567890',
    '100.10000000000000001',
    '1e309',
    '-1e309',
    '1e400',
    '1e-400',
    '-4e-324',
    '1e99999999999999999999999',
    '1e-99999999999999999999999',
    // The double has exactly this value, but its decimal form, which an amount is read from, is 1152921504606847000.
    '1152921504606846976',
  ])('%s is inexact', (literal) => {
    expect(numberIn(literal)).toBeInstanceOf(InexactNumber);
  });

  it('long literals are judged by their value in linear time', () => {
    const zeros = '0'.repeat(300_000);
    expect(numberIn(`1${zeros}e-300000`)).toBe(1);
    expect(numberIn(`0.${zeros}1e300001`)).toBe(1);
    expect(numberIn(`0e${'9'.repeat(300_000)}`)).toBe(0);
    expect(numberIn(`1e${'9'.repeat(300_000)}`)).toBeInstanceOf(InexactNumber);
    expect(numberIn(`1${zeros}1`)).toBeInstanceOf(InexactNumber);
    expect(numberIn(`0.${zeros}1${zeros}1`)).toBeInstanceOf(InexactNumber);
  });

  /** Returns the value of a literal times 10^150, for literals whose digits all fit. */
  function scaled(literal: string): bigint {
    const [mantissa = '', power = '0'] = literal.toLowerCase().split('e');
    const [whole = '', fraction = ''] = mantissa.split('.');
    return BigInt(whole + fraction) * 10n ** BigInt(150 + Number(power) - fraction.length);
  }

  it('are exact exactly when arithmetic without rounding says so', () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 22n }).map(String);
    const zeros = fc.nat(30).map((count) => '0'.repeat(count));
    const power = fc.option(fc.integer({ min: -40, max: 40 }), { nil: undefined });
    fc.assert(
      fc.property(
        digits,
        fc.option(digits),
        zeros,
        power,
        fc.boolean(),
        (whole, fraction, tail, exponent, leading) => {
          const decimals = fraction === null ? '' : `.${leading ? tail : ''}${fraction}${tail}`;
          const literal = `${whole}${decimals}${exponent === undefined ? '' : `e${exponent}`}`;
          const value = numberIn(literal);
          const exact = scaled(literal) === scaled(String(Number(literal)));
          expect(value).toStrictEqual(exact ? Number(literal) : new InexactNumber());
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each(['{"n":[%s]}', '{"n":[ %s ]}', '{"n":[0,%s]}', '{"n":[0,\n-%s]}', '{"n":\t%s}', '{"n":[[0],%s]}'])(
    'are checked at every position: %s',
    (text) => {
      for (const literal of ['9007199254740993', '0.1234567890123456789', '1e400', '1E-400', '12.5e999']) {
        expect(JSON.stringify(parseExactObject(text.replace('%s', literal)))).toContain('{"exact":false}');
      }
    },
  );

  it('up to 15 digits are always exact, as amounts are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 15 - 1 }), fc.nat(15), (minor, exponent) => {
        const digits = String(minor).padStart(exponent + 1, '0');
        const literal = `${digits.slice(0, digits.length - exponent)}.${digits.slice(digits.length - exponent)}0`;
        expect(numberIn(literal)).toBe(Number(literal));
      }),
    );
  });

  it('stay in place, also in arrays and under duplicate keys', () => {
    const object = parseExactObject('{"a":[1,{"b":1e999}],"c":12345678901234567890,"c":2,"10":1,"2":1e999}');
    expect(object).toStrictEqual({
      a: [1, { b: new InexactNumber() }],
      c: 2,
      10: 1,
      2: new InexactNumber(),
    });
  });

  it('that are inexact do not keep their digits', () => {
    expect(JSON.stringify(numberIn('4111111111111111111'))).toBe('{"exact":false}');
  });
});

describe.each([
  ['parseObject', parseObject],
  ['parseExactObject', parseExactObject],
])('%s', (_, parse) => {
  it('skips a leading byte order mark', () => {
    expect(parse('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(parse('\ufeff{"a":"\ufeff"}')).toEqual({ a: '\ufeff' });
  });

  it.each(['', 'null', '[]', '1', '"x"', '{', '{"a":01}', '{"a":1}x', '\ufeff\ufeff{}', ' \ufeff{}'])(
    'refuses %j',
    (text) => {
      expect(parse(text)).toBeUndefined();
    },
  );

  it('keeps a field called __proto__ as a field', () => {
    const object = parse(
      '{"__proto__":{"admin":1},"a":{"__proto__":{"admin":1}},"constructor":{"prototype":{"admin":1}}}',
    );
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(object?.['a'])).toBe(Object.prototype);
    expect(Object.keys(object ?? {})).toStrictEqual(['__proto__', 'a', 'constructor']);
    expect(object?.['admin']).toBeUndefined();
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('never throws', () => {
    for (const text of ['['.repeat(100_000), '{"a":'.repeat(100_000), `{"a":${'['.repeat(100_000)}`]) {
      expect(parse(text)).toBeUndefined();
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parse(text)));
  });
});

describe('depth', () => {
  const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

  it('is limited', () => {
    expect(parseExactObject(nested(MAX_JSON_DEPTH))).toBeDefined();
    expect(parseExactObject(nested(MAX_JSON_DEPTH + 1))).toBeUndefined();
  });

  it('is the nesting, without brackets in strings or side by side', () => {
    const brackets = '[{'.repeat(100);
    const strings = { [brackets]: brackets, escaped: `\\"${brackets}`, backslash: '\\', after: brackets };
    expect(parseExactObject(JSON.stringify(strings))).toStrictEqual(strings);
    const siblings = { list: Array.from({ length: 200 }, () => [{}]) };
    expect(parseExactObject(JSON.stringify(siblings))).toStrictEqual(siblings);
    const deepAfterString = `{"\\"":"\\\\","a":${'['.repeat(100)}${']'.repeat(100)}}`;
    expect(parseExactObject(deepAfterString)).toBeUndefined();
  });
});

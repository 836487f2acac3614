import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  generatePan,
  luhnDigit,
  maskDisplayedPan,
  maskPan,
} from '../../../../shared/runtime/card-number/pan.ts';

/** The Luhn values of doubled digits, for a sum from the left: an implementation that shares nothing with the code. */
const DOUBLED = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
function passesLuhn(number: string): boolean {
  const parity = number.length % 2;
  const sum = [...number]
    .map(Number)
    .reduce((total, digit, index) => total + (index % 2 === parity ? (DOUBLED[digit] ?? 0) : digit), 0);
  return sum % 10 === 0;
}

const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^\\d{${min},${max}}$`));

describe('the check digit', () => {
  it('makes a number valid, and is the only one that does', () => {
    fc.assert(
      fc.property(digits(1, 18), (number) => {
        const passing = Array.from({ length: 10 }, (_, digit) => String(digit)).filter((digit) =>
          passesLuhn(number + digit),
        );
        expect(passing).toEqual([luhnDigit(number)]);
      }),
    );
  });
});

describe('a generated card number', () => {
  const bin = fc.stringMatching(/^[2-6]\d{5,7}$/);

  it('has 16 digits, its BIN and its check digit', () => {
    fc.assert(
      fc.property(bin, fc.infiniteStream(fc.nat(9)), (prefix, stream) => {
        const number = generatePan(prefix, () => stream.next().value);
        expect(number).toMatch(/^\d{16}$/);
        expect(number.startsWith(prefix)).toBe(true);
        expect(passesLuhn(number)).toBe(true);
      }),
    );
  });

  it('takes each of its free digits from the source of randomness once', () => {
    const generated: number[] = [];
    const number = generatePan('49990010', (limit) => {
      generated.push(limit);
      return (generated.length * 3) % 10;
    });
    expect(generated).toEqual(Array(7).fill(10));
    expect(number.slice(8, 15)).toBe('3692581');
  });
});

it('a mask shows the first six and the last four digits of any length', () => {
  fc.assert(
    fc.property(digits(13, 19), (number) => {
      const mask = maskPan(number);
      expect(mask).toHaveLength(number.length);
      expect(mask).toMatch(new RegExp(`^${number.slice(0, 6)}\\*+${number.slice(-4)}$`));
    }),
  );
});

it('a displayed number stays as it is when it is masked, and is masked otherwise', () => {
  for (const shown of ['499900******4242', '4999 00** **** 4242', 'xxxxxxxxxxxx4242', '****'])
    expect(maskDisplayedPan(shown)).toBe(shown);
  const separators = fc.constantFrom('', ' ', '-', '.');
  fc.assert(
    fc.property(digits(13, 19), separators, (number, separator) => {
      const shown = number.replaceAll(/(.{4})(?=.)/g, `$1${separator}`);
      expect(maskDisplayedPan(shown)).toBe(maskPan(number));
    }),
  );
});

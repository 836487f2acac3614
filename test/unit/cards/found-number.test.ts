import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersIn } from '../../../shared/cards/found-number.ts';
import { drawCardNumber } from '../../../shared/cards/number.ts';

const NUMBER = '4999001000000011';

describe('a card number in a text', () => {
  it.each([
    NUMBER,
    '4999 0010 0000 0011',
    '4999-0010-0000-0011',
    '4 9 9 9 0 0 1 0 0 0 0 0 0 0 1 1',
    '4999.0010_0000/0011',
    '4999\u00a00010\u200b0000 – 0011',
    '４９９９００１０００００００１１',
    `card ${NUMBER}, please`,
    `R${NUMBER}X`,
    `2026-03-01 ${NUMBER}`,
    `1${NUMBER}7`,
  ])('is found in %j', (text) => {
    expect(numbersIn(text)).toContain(NUMBER);
  });

  it.each([
    '',
    '4999001000000016',
    '499900100000001',
    'a4999b0010c0000d0011',
    '4999 0010 and 0000 0011',
    'R20260301-0004',
  ])('is not in %j', (text) => {
    expect(numbersIn(text)).not.toContain(NUMBER);
  });

  it('is found whatever separates its digits', () => {
    const separator = fc.string({
      unit: fc.constantFrom(' ', '-', '.', '/', '_', '|', '\t', '\n', '…', '😀'),
      maxLength: 3,
    });
    const digit = fc.infiniteStream(fc.nat(9));
    fc.assert(
      fc.property(digit, fc.array(separator, { minLength: 16, maxLength: 16 }), (digits, separators) => {
        const cardNo = drawCardNumber('499900', () => digits.next().value);
        const text = [...cardNo].map((one, at) => one + separators[at]).join('');
        expect(numbersIn(text)).toContain(cardNo);
      }),
    );
  });
});

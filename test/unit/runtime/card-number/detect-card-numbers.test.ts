import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatePans } from '../../../../shared/runtime/card-number/detect-card-numbers.ts';
import { generatePan } from '../../../../shared/runtime/card-number/pan.ts';

const NUMBER = '4999001000000011';

/** The ten digits of every script with decimal digits. */
const SCRIPTS = Intl.supportedValuesOf('numberingSystem')
  .map((numberingSystem) => {
    const format = new Intl.NumberFormat('en', { numberingSystem });
    return Array.from({ length: 10 }, (_, digit) => format.format(digit));
  })
  .filter((digits) => digits.every((digit) => /^\p{Nd}$/u.test(digit)));

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
    'a4999b0010c0000d0011',
    '4999 0010 and 0000 0011',
    '49990010½00000011',
    '4999²0010²0000²0011',
    '⁴⁹⁹⁹⁰⁰¹⁰⁰⁰⁰⁰⁰⁰¹¹',
    '④⑨⑨⑨0010000000⑪',
    '٤٩٩٩٠٠١٠٠٠٠٠٠٠١١',
    '49990010-0000-0011-1000-000000000000',
  ])('is found in %j', (text) => {
    expect(candidatePans(text)).toContain(NUMBER);
  });

  it.each([
    '',
    '4999001000000016',
    '499900100000001',
    '4999 0010 then 0000 0011',
    '4999001a-0000-4000-8011-000000000000',
    'R20260301-0004',
  ])('is not found in %j', (text) => {
    expect(candidatePans(text)).not.toContain(NUMBER);
  });

  it('is found in the digits of every script', () => {
    expect(SCRIPTS.length).toBeGreaterThan(60);
    for (const digits of SCRIPTS)
      expect(candidatePans([...NUMBER].map((digit) => digits[Number(digit)]).join(''))).toContain(NUMBER);
  });

  it('is found with up to three letters between its digits', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'Z', 'é', '字', '½', '-'), maxLength: 3 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 16, maxLength: 16 }), (separators) => {
        expect(candidatePans([...NUMBER].map((digit, at) => digit + separators[at]).join(''))).toContain(
          NUMBER,
        );
      }),
    );
  });

  it('is found with any separators between its digits', () => {
    const separator = fc.string({
      unit: fc.constantFrom(' ', '-', '.', '/', '_', '|', '\t', '\n', '…', '😀'),
      maxLength: 3,
    });
    const digit = fc.infiniteStream(fc.nat(9));
    fc.assert(
      fc.property(digit, fc.array(separator, { minLength: 16, maxLength: 16 }), (digits, separators) => {
        const cardNo = generatePan('499900', () => digits.next().value);
        const text = [...cardNo].map((one, at) => one + separators[at]).join('');
        expect(candidatePans(text)).toContain(cardNo);
      }),
    );
  });
});

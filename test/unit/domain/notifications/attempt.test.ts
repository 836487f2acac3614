import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Attempt,
  redactedResponse,
  withAttempt,
} from '../../../../shared/domain/notifications/attempt.ts';
import { generatePan } from '../../../../shared/runtime/card-number/pan.ts';

const bytesOf = (text: string) => Buffer.byteLength(text);

describe('the stored part of an answer', () => {
  it('is all of it up to 1 kB', () => {
    expect(redactedResponse('')).toBe('');
    expect(redactedResponse('SUCCESS')).toBe('SUCCESS');
    expect(redactedResponse('x '.repeat(512))).toBe('x '.repeat(512));
    expect(redactedResponse('x '.repeat(513))).toBe('x '.repeat(512));
  });

  it.each([
    ['é', 2],
    ['€', 3],
    ['😀', 4],
  ])('is not cut within %s', (character, bytes) => {
    for (let before = 0; before < bytes; before += 1) {
      const stored = redactedResponse('-'.repeat(before) + character.repeat(1_000));
      expect(stored).toBe('-'.repeat(before) + character.repeat(Math.floor((1_024 - before) / bytes)));
    }
  });

  it('is a prefix of the text, as long as 1 kB allows', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', 'é', '€', '😀', '\n'), maxLength: 2_000 });
    fc.assert(
      fc.property(text, (body) => {
        const stored = redactedResponse(body);
        expect(body.startsWith(stored)).toBe(true);
        expect(bytesOf(stored)).toBeLessThanOrEqual(1_024);
        expect(bytesOf(stored)).toBeGreaterThan(Math.min(bytesOf(body), 1_024) - 4);
      }),
    );
  });

  it('never contains a card number, at any position', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_100 }), fc.infiniteStream(fc.nat(9)), (before, digits) => {
        const cardNo = generatePan('499900', () => digits.next().value);
        const stored = redactedResponse(`${'. '.repeat(before / 2)}${cardNo} is refused`);
        expect(stored).not.toContain(cardNo.slice(0, 12));
      }),
    );
  });
});

describe('a text like a card number in an answer', () => {
  it.each([
    '4999001000000011',
    '4999 0010 0000 0011',
    '4999.0010.0000.0011',
    '4999/0010_0000,0011',
    '4 9 9 9 0 0 1 0 0 0 0 0 0 0 1 1',
    '4999&nbsp;0010&#160;0000&nbsp;0011',
    '4999%200010%2D0000%200011',
    '<b>4999</b><i>0010</i><b>0000</b><b>0011</b>',
    '4999\\u00a00010\\u00a00000\\u00a00011',
    '４９９９ ００１０ ００００ ００１１',
    '378282246310005',
    '⁴⁹⁹⁹⁰⁰¹⁰⁰⁰⁰⁰⁰⁰¹¹',
    '٤٩٩٩٠٠١٠٠٠٠٠٠٠١١',
    '𝟒𝟗𝟗𝟗𝟎𝟎𝟏𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟏𝟏',
    '49990010½00000011',
    '4999x0010x0000x0011',
    '4999 and 0010 and 0000 and 0011',
    '4a9a9a9a0a0a1a0a0a0a0a0a0a0a1a1',
    '&#52;&#57;&#x39;&#X39;&#48&#48;10 00000011',
    '%34%39%39%39001000000011',
    '\\u0034\\x39990010 0000 0011',
  ])('is redacted in %j, and nothing else', (number) => {
    const stored = redactedResponse(`no card ${number} here`);
    expect(stored.replaceAll(/<\/?\w>/g, '')).toBe('no card [redacted] here');
  });

  it.each([
    '20 of 4999',
    'at 2026-03-01T12:00:00Z',
    'order 1238793332297834',
    '4999 0010 0000 0016',
    '4999 0010 then 0000 0011',
    '49a99001000000011',
    'id 550e8400-e29b-41d4-a716-446655440000',
  ])('is unchanged when it has no card number: %j', (text) => {
    expect(redactedResponse(text)).toBe(text);
  });
});

describe('a card number within more digits', () => {
  it.each(['id7#', '#123', '1#1', '7#, then 5', '00#00'])('is redacted in %j', (text) => {
    for (const number of ['4999001000000011', '4999 0010 0000 0011'])
      expect(redactedResponse(text.replace('#', number))).toBe(text.replace('#', '[redacted]'));
  });

  it('is redacted at any position, in the digits of any script', () => {
    const digits = fc.stringMatching(/^\d{0,9}$/);
    const zero = fc.constantFrom(0x30, 0x660, 0xff10, 0x1d7ce, 0x1d7f6, 0x1fbf0);
    fc.assert(
      fc.property(digits, digits, zero, fc.infiniteStream(fc.nat(9)), (before, behind, first, generated) => {
        const number = generatePan('499900', () => generated.next().value);
        const written = [...number].map((digit) => String.fromCodePoint(first + Number(digit))).join('');
        const stored = redactedResponse(`${before}${written}${behind}`);
        expect(stored).not.toContain(written.slice(0, written.length * (10 / 16)));
        expect(stored).not.toContain(written.slice(written.length * (6 / 16)));
      }),
    );
  });
});

describe('the attempts of a notification', () => {
  const attempt = (at: number): Attempt => ({ at, latencyMs: 1, status: 500, response: 'x'.repeat(1_024) });
  const made = (count: number) => {
    let history: Attempt[] = [];
    for (let at = 1; at <= count; at += 1) history = withAttempt(history, attempt(at));
    return history;
  };

  it('are all stored, in order', () => {
    expect(made(40).map(({ at }) => at)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('are the latest 40 where there are more, which takes a small part of the item size', () => {
    const history = made(100);
    expect(history.map(({ at }) => at)).toEqual(Array.from({ length: 40 }, (_, index) => index + 61));
    expect(bytesOf(JSON.stringify(history))).toBeLessThan(400 * 1_024 * 0.2);
  });
});

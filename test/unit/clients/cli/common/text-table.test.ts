import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeLine, escapeLines, textTable } from '../../../../../clients/cli/common/text-table.ts';

const ESC = '\u001b';

describe('a text of somebody else', () => {
  it.each([
    ['control sequences', `${ESC}[2J${ESC}]0;title\u0007`, '\\u001b[2J\\u001b]0;title\\u0007'],
    ['8-bit control characters', '\u009b2J\u007f', '\\u009b2J\\u007f'],
    ['line breaks and tabs', 'paid\r\nV1\tok', 'paid\\r\\nV1\\tok'],
    [
      'changes of the writing direction',
      '\u202e00.1\u2066x\u200f\u061c',
      '\\u202e00.1\\u2066x\\u200f\\u061c',
    ],
    ['invisible characters', 'a\u200bb\ufeff\u{e0041}\u00ad', 'a\\u200bb\\ufeff\\u{e0041}\\u00ad'],
    ['other line separators', 'a\u2028b\u2029\u0085', 'a\\u2028b\\u2029\\u0085'],
    ['half a surrogate pair', 'a\ud800', 'a\\ud800'],
  ])('has %s escaped', (_, text, shown) => {
    expect(escapeLine(text)).toBe(shown);
  });

  it('is unchanged where it is visible', () => {
    const text = 'Café "Łódź" \\ 東京 🙂 \u{1f468} 100 %';
    expect(escapeLine(text)).toBe(text);
  });

  it('gives one visible line, and the same when it is escaped twice', () => {
    const text = fc.string({
      unit: fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
    });
    fc.assert(
      fc.property(text, (one) => {
        const shown = escapeLine(one);
        expect(escapeLine(shown)).toBe(shown);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });

  it('is one cell of a table, as wide as it is displayed', () => {
    expect(
      textTable([
        ['a\nb', 'x'],
        [`${ESC}[31m`, 'y'],
      ]),
    ).toBe('a\\nb        x\n\\u001b[31m  y');
  });

  it('keeps the line breaks of a command’s own output', () => {
    expect(escapeLines(`one\n${ESC}[31mtwo\r\n`)).toBe('one\n\\u001b[31mtwo\\r\n');
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SignatureInvalid } from '../../../../shared/wire/signatures/signature-errors.ts';
import {
  type Member,
  parseDictionary,
  quoted,
  serializeInnerList,
  serializeItem,
  unquoted,
} from '../../../../shared/wire/signatures/structured-field.ts';

/** Fields, and how another parser reads them. */
const vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/structured-fields.json', import.meta.url), 'utf8'),
) as readonly (readonly [string, string])[];

const textOf = (member: Member): string =>
  'items' in member ? serializeInnerList(member) : serializeItem(member);

/** Returns the dictionary serialized again, or why it is invalid. */
function readingOf(field: string): string {
  try {
    return [...parseDictionary(field)]
      .map(([name, member]) => {
        const text = textOf(member);
        return text.startsWith('?1') ? name + text.slice(2) : `${name}=${text}`;
      })
      .join(', ');
  } catch (error) {
    if (error instanceof SignatureInvalid) return error.reason;
    throw error;
  }
}

it('reads and refuses the same as another parser', () => {
  expect(vectors.length).toBeGreaterThan(300);
  for (const [field, reading] of vectors) expect([field, readingOf(field)]).toEqual([field, reading]);
});

describe('a duplicate name', () => {
  it.each(['a=1, a=2', 'a, a', 'a;p=1;p=2', 'a=("x";req;req)'])('%s is refused', (field) => {
    expect(readingOf(field)).toBe('duplicate');
  });
});

it.each(['a,', ',a', 'a b', 'a=(1', 'a=("x""y")', 'a="é"', 'A=1', 'a=:YQ', 'a\t'])(
  '%j is refused',
  (field) => {
    expect(readingOf(field)).toBe('malformed');
  },
);

it('throws nothing but SignatureInvalid', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (field) => {
      expect(readingOf(field)).toBeTypeOf('string');
    }),
  );
});

it('survives a round trip with quotes', () => {
  const printable = fc.string({
    unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  });
  fc.assert(
    fc.property(printable, (text) => {
      expect(unquoted(quoted(text))).toBe(text);
      expect(readingOf(`a=${quoted(text)}`)).toBe(`a=${quoted(text)}`);
    }),
  );
});

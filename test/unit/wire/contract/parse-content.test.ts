import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { InexactNumber } from '../../../../shared/wire/codec/json.ts';
import { id, text } from '../../../../shared/wire/contract/fields/fields.ts';
import { omitAbsent, parseContent } from '../../../../shared/wire/contract/parse-content.ts';

describe('an absent value', () => {
  it.each([
    [{ a: null, b: '', c: undefined }, {}],
    [
      { a: 0, b: false, c: ' ', d: [] },
      { a: 0, b: false, c: ' ', d: [] },
    ],
    [{ deep: { er: { x: null, y: 1 } } }, { deep: { er: { y: 1 } } }],
    [{ list: [{ x: '', y: 1 }, [{ z: null }]] }, { list: [{ y: 1 }, [{}]] }],
  ])('is removed from %j at any depth', (content, left) => {
    expect(omitAbsent(content)).toEqual(left);
  });

  it('is kept in a list, where positions matter', () => {
    expect(omitAbsent({ list: [null, '', 1] })).toEqual({ list: [null, '', 1] });
  });

  it('is not a number that JSON cannot carry', () => {
    expect(omitAbsent({ amount: new InexactNumber() })['amount']).toBeInstanceOf(InexactNumber);
  });

  it('leaves a field called __proto__ as a field', () => {
    const left = omitAbsent(JSON.parse('{"__proto__":{"cardId":"1"},"a":""}'));
    expect(Object.keys(left)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(left)).toBe(Object.prototype);
  });

  it('makes no difference to the result, at any position', () => {
    const schema = z.object({
      cardId: z.optional(id()),
      inner: z.optional(z.object({ name: text(9), note: z.optional(text(9)) })),
    });
    const absent = fc.constantFrom(null, '', undefined);
    const given = fc.record({ name: fc.stringMatching(/^[a-z]{1,9}$/) });
    fc.assert(
      fc.property(absent, absent, given, (one, other, inner) => {
        expect(parseContent(schema, { cardId: one, inner: { ...inner, note: other } })).toEqual(
          parseContent(schema, { inner }),
        );
      }),
    );
  });
});

it('a refusal names every invalid field, nested ones by their path', () => {
  const schema = z.object({ cardId: id(), inner: z.object({ name: text(4) }) });
  expect(() => parseContent(schema, { cardId: 'x', inner: { name: '' } })).toThrow(
    /^cardId: must be .*; inner\.name: is required$/,
  );
});

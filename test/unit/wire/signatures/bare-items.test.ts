import { expect, it } from 'vitest';
import { SignatureInvalid } from '../../../../shared/wire/signatures/signature-errors.ts';
import { type Item, parseDictionary } from '../../../../shared/wire/signatures/structured-field.ts';

const valueIn = (field: string) => (parseDictionary(field).get('a') as Item).value;

it.each([
  '-12.345',
  '999999999999.999',
  '-999999999999999',
  '"a \\"b\\" \\\\"',
  '*a/b:c',
  ':YWJj+/8=:',
  '::',
  '?0',
  '@1659578233',
  '@-1',
  '%"f%c3%bc nur"',
  '%""',
])('%s is read unchanged, alone and before another member', (value) => {
  expect(valueIn(`a=${value}`)).toBe(value);
  expect(valueIn(`a=${value};p, b=1`)).toBe(value);
});

it.each(['?2', '?', '@', '@-', '@a', '%"é"', '%"a', '%a"', ':a b:', ':é:', '1.', '1234567890123456'])(
  '%s is not a valid item',
  (value) => {
    expect(() => parseDictionary(`a=${value}`)).toThrow(SignatureInvalid);
  },
);

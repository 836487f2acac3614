import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { InexactNumber } from '../../../../../shared/wire/codec/json.ts';
import {
  amount,
  currency,
  date,
  id,
  pageRequest,
  text,
} from '../../../../../shared/wire/contract/fields/fields.ts';
import { FIELDS, NEVER } from './field-cases.ts';

const messageOf = (field: z.ZodMiniType, value: unknown) => {
  const parsed = z.safeParse(z.object({ field }), { field: value });
  return parsed.success
    ? `taken as ${JSON.stringify(parsed.data)}`
    : parsed.error.issues.map(({ path, message }) => [path, message]);
};

describe.each(Object.entries(FIELDS))('%s', (_, { field, expects, takes, refuses, finer = [] }) => {
  it.each(takes)('accepts %j as %j', (value, read) => {
    expect(z.parse(z.object({ field }), { field: value })).toEqual({ field: read });
  });

  it.each([...refuses, ...finer, ...NEVER])('refuses %j and names the expected form', (value) => {
    const [[path, message] = []] = messageOf(field, value) as [string[], string][];
    expect(path).toEqual(['field']);
    expect(message?.split(', but ')[0]).toBe(`must be ${expects}`);
  });

  it('is reported as required when it is missing', () => {
    expect(messageOf(field, undefined)).toEqual([[['field'], 'is required']]);
    const absent = z.safeParse(z.object({ field }), {});
    expect(absent.error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [['field'], 'is required'],
    ]);
  });

  it('may be absent when it is optional', () => {
    expect(z.parse(z.object({ field: z.optional(field) }), {})).toEqual({});
  });
});

it.each(['\ud800', 'a\udc00b'])(
  'text with half a surrogate pair, which no table can store, is refused: %j',
  (value) => {
    expect(messageOf(text(10), value)).toEqual([
      [['field'], 'must be text of 1 to 10 characters, but has half a surrogate pair'],
    ]);
  },
);

it.each([
  [text(4), 'abcde', 'text of 1 to 4 characters, but has 5'],
  [text(4), 7, 'text of 1 to 4 characters, but is a JSON number'],
  [text(4), ['a'], 'text of 1 to 4 characters, but is a list'],
  [id(), {}, 'an id of up to 19 digits, but is an object'],
  [id(), '12345678901234567890', 'an id of up to 19 digits, but has 20'],
  [id(), '000', 'an id of up to 19 digits, but is zero'],
  [
    id(),
    new InexactNumber(),
    'an id of up to 19 digits, but has more digits than a JSON number keeps: send it as text',
  ],
  [amount(), true, 'a positive amount of at most 15 digits, but is true or false'],
  [amount(), 0, 'a positive amount of at most 15 digits, but is zero'],
  [amount(), '-5', 'a positive amount of at most 15 digits, but is negative'],
  [currency(), 'usd', 'a known currency code, but is in lower case'],
  [date(), '2026-02-30', 'a date yyyy-MM-dd, but is not a valid date'],
])('a refusal names the problem with the value: %#', (field, value, words) => {
  expect(messageOf(field, value)).toEqual([[['field'], `must be ${words}`]]);
});

it('a page is the first one of ten rows by default', () => {
  const schema = z.object(pageRequest);
  expect(z.parse(schema, {})).toEqual({ currentPage: 1, pageSize: 10 });
  expect(z.parse(schema, { currentPage: '3', pageSize: 50 })).toEqual({ currentPage: 3, pageSize: 50 });
  for (const pageSize of [0, 51, '51', -1]) expect(z.safeParse(schema, { pageSize }).success).toBe(false);
  for (const currentPage of [0, -1, 1.5]) expect(z.safeParse(schema, { currentPage }).success).toBe(false);
});

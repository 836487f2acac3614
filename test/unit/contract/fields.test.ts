import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { pageRequest, text } from '../../../shared/contract/fields.ts';
import { FIELDS, NEVER } from './field-cases.ts';

const messageOf = (field: z.ZodMiniType, value: unknown) => {
  const parsed = z.safeParse(z.object({ field }), { field: value });
  return parsed.success
    ? `taken as ${JSON.stringify(parsed.data)}`
    : parsed.error.issues.map(({ path, message }) => [path, message]);
};

describe.each(Object.entries(FIELDS))('%s', (_, { field, expects, takes, refuses, finer = [] }) => {
  it.each(takes)('takes %j as %j', (value, read) => {
    expect(z.parse(z.object({ field }), { field: value })).toEqual({ field: read });
  });

  it.each([...refuses, ...finer, ...NEVER])('refuses %j and says what it must be', (value) => {
    expect(messageOf(field, value)).toEqual([[['field'], `must be ${expects}`]]);
  });

  it('says that it is required', () => {
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
  'text refuses half a surrogate pair, which no table can keep: %j',
  (value) => {
    expect(messageOf(text(10), value)).toEqual([[['field'], 'must be text of 1 to 10 characters']]);
  },
);

it('a page is the first of ten rows unless told', () => {
  const schema = z.object(pageRequest);
  expect(z.parse(schema, {})).toEqual({ currentPage: 1, pageSize: 10 });
  expect(z.parse(schema, { currentPage: '3', pageSize: 50 })).toEqual({ currentPage: 3, pageSize: 50 });
  for (const pageSize of [0, 51, '51', -1]) expect(z.safeParse(schema, { pageSize }).success).toBe(false);
  for (const currentPage of [0, -1, 1.5]) expect(z.safeParse(schema, { currentPage }).success).toBe(false);
});

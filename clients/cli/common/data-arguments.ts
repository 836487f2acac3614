import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { ObjectSchema } from '../../../shared/wire/contract/operations/operation.ts';
import { UsageError } from './command-error.ts';
import { dayOf } from './day.ts';
import { parseJsonObject, readNamedFile } from './files.ts';

/** Text on the wire may have 16 digits, a number for an amount 15. */
const MAX_NUMBER_DIGITS = 15;

type Content = Record<string, unknown>;

/** The option for arguments of readData. */
export const DATA_OPTION = [
  '-d, --field <key=value>',
  'a field; may be repeated: a.b=value nested, key:=json any JSON, key=@file a file in Base64, @file a JSON object',
] as const;

/** Collects the values of a repeated option. */
export const collect = (value: string, values: string[] = []): string[] => [...values, value];

/**
 * Reads the content of a request from arguments, the later over the earlier: `key=value`, `outer.inner=value`,
 * `key=@file` for a file in Base64, `key:=json` for any JSON, `@file` for a whole JSON object.
 *
 * A value is a number where the schema has a number, a date where it has a date and the value is `today+30`, and
 * otherwise text.
 *
 * @throws UsageError for an argument of another form
 * @throws CommandError for a file that cannot be read
 */
export function readData(args: readonly string[], schema?: ObjectSchema): Content {
  const content: Content = {};
  for (const arg of args) {
    if (arg.startsWith('@'))
      Object.assign(content, parseJsonObject(readNamedFile(arg.slice(1)), arg.slice(1)));
    else {
      const [key, value] = assignment(arg, schema);
      assign(content, key, value);
    }
  }
  return content;
}

function assignment(arg: string, schema: ObjectSchema | undefined): [key: string, value: unknown] {
  const [, key = '', operator, text = ''] = /^([^=:]+)(:?=)(.*)$/s.exec(arg) ?? [];
  if (key === '') throw new UsageError(`${arg} is not KEY=VALUE, KEY:=JSON, KEY=@FILE or @FILE.`);
  if (operator === ':=') return [key, parseJson(key, text)];
  if (text.startsWith('@')) return [key, readNamedFile(text.slice(1), 'base64')];
  return [key, inForm(text, schema?.def.shape[key])];
}

function parseJson(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${key}:= needs JSON, and ${text} is none.`);
  }
}

/** Returns a number where one is written and the schema takes one; numbers of ids are too long to be amounts. */
function inForm(text: string, field: z.core.$ZodType | undefined): unknown {
  const day = dayOf(text);
  if (day !== undefined && field && isOnly(field, day, text)) return day;
  const number = Number(text);
  const isNumber = String(number) === text && text.length <= MAX_NUMBER_DIGITS;
  return isNumber && field && z.safeParse(field, number).success ? number : text;
}

/** Whether the field takes one value and not the other. */
const isOnly = (field: z.core.$ZodType, value: string, other: string): boolean =>
  z.safeParse(field, value).success && !z.safeParse(field, other).success;

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

function assign(content: Content, path: string, value: unknown): void {
  const keys = path.split('.');
  if (keys.some((key) => key === '' || FORBIDDEN.has(key))) throw new UsageError(`${path} is not a field.`);
  let target: Content = content;
  for (const [at, key] of keys.slice(0, -1).entries()) {
    const known = target[key];
    if (typeof known !== 'object' || known === null) target[key] = /^\d+$/.test(keys[at + 1] ?? '') ? [] : {};
    target = target[key] as Content;
  }
  target[keys.at(-1) ?? ''] = value;
}

/** Returns the fields of `expected` that `actual` lacks or has another value for, by path. */
export function differences(expected: unknown, actual: unknown, path = ''): string[] {
  if (typeof expected !== 'object' || expected === null)
    return isDeepStrictEqual(expected, actual) || String(expected) === String(actual)
      ? []
      : [`${path || 'the result'} is ${JSON.stringify(actual) ?? 'absent'}, not ${JSON.stringify(expected)}`];
  const values = (actual ?? {}) as Content;
  return Object.entries(expected).flatMap(([key, value]) =>
    differences(value, values[key], path === '' ? key : `${path}.${key}`),
  );
}

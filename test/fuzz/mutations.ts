import fc from 'fast-check';
import { HOSTILE_PAN, hostileKey, hostileValue } from './hostile.ts';

/** An object as its fields in order, each value as JSON text. Keys may occur twice. */
export type Fields = readonly (readonly [key: string, value: string])[];

/** One change of an object. `at` is the index of the field, modulo their number. */
export type Mutation =
  | { readonly kind: 'set'; readonly at: number; readonly value: string }
  | { readonly kind: 'drop'; readonly at: number }
  | { readonly kind: 'retype'; readonly at: number; readonly as: 'text' | 'array' | 'object' | 'number' }
  | { readonly kind: 'stretch'; readonly at: number; readonly by: string }
  | { readonly kind: 'add'; readonly key: string; readonly value: string }
  | { readonly kind: 'repeat'; readonly at: number; readonly value: string }
  | { readonly kind: 'number' }
  | { readonly kind: 'inside'; readonly at: number; readonly change: Mutation };

const at = fc.nat(30);
const flat: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('set' as const), at, value: hostileValue }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), at }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('retype' as const),
      at,
      as: fc.constantFrom('text' as const, 'array' as const, 'object' as const, 'number' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('stretch' as const),
      at,
      by: fc.constantFrom('0', ' ', '\u0000', '\uffff', 'x'.repeat(120), '9'.repeat(12), '\ud83d', '١'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('add' as const), key: hostileKey, value: hostileValue }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), at, value: hostileValue }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'number' as const }) },
);

/** A change of an object, or of a nested object. */
export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 8, arbitrary: flat },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('inside' as const), at, change: flat }) },
);

/** Returns the fields of a plain object. */
export const fieldsOf = (content: object): Fields =>
  Object.entries(content)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, JSON.stringify(value)]);

/** Returns the fields as JSON text. */
export const jsonOf = (fields: Fields): string =>
  `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;

/** Returns the fields after all mutations, one after the other. */
export const mutated = (fields: Fields, mutations: readonly Mutation[]): Fields =>
  mutations.reduce(mutate, fields);

function mutate(fields: Fields, mutation: Mutation): Fields {
  if (mutation.kind === 'add') return [...fields, [mutation.key, mutation.value]];
  if (mutation.kind === 'number') return wholeNumbers(fields);
  if (fields.length === 0) return fields;
  const index = mutation.at % fields.length;
  const [key, value] = fields[index] as Fields[number];
  const becomes = (...instead: Fields[number][]): Fields => fields.toSpliced(index, 1, ...instead);
  switch (mutation.kind) {
    case 'set':
      return becomes([key, mutation.value]);
    case 'drop':
      return becomes();
    case 'repeat':
      return becomes([key, mutation.value], [key, value]);
    case 'retype':
      return becomes([key, retyped(value, mutation.as)]);
    case 'stretch':
      return becomes([
        key,
        value.startsWith('"') ? JSON.stringify(parsed(value) + mutation.by) : `${value}0`,
      ]);
    case 'inside':
      return becomes([key, inside(value, mutation.change)]);
  }
}

/** Replaces masked card numbers by full ones. */
const wholeNumbers = (fields: Fields): Fields =>
  fields.map(([key, value]) => [
    key,
    value
      .replaceAll(/"cardNo":"[^"]*"/g, `"cardNo":"${HOSTILE_PAN}"`)
      .replace(/^"[0-9]{6}\*+[0-9]{4}"$/, `"${HOSTILE_PAN}"`),
  ]);

function retyped(value: string, as: 'text' | 'array' | 'object' | 'number'): string {
  if (as === 'array') return `[${value}]`;
  if (as === 'object') return `{"value":${value}}`;
  if (as === 'text') return value.startsWith('"') ? value : JSON.stringify(value);
  return /^"\d{1,15}"$/.test(value) ? String(Number(parsed(value))) : value;
}

function inside(value: string, change: Mutation): string {
  const content = value.startsWith('{') ? parsed(value) : undefined;
  return typeof content === 'object' && content !== null ? jsonOf(mutate(fieldsOf(content), change)) : value;
}

const parsed = (value: string) => {
  try {
    return JSON.parse(value);
  } catch {
    return '';
  }
};

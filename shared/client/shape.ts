import { isPlainObject } from '../wire/codec/json.ts';

/** What a JSON value has to look like. A field whose name ends with `?` may be missing; unknown fields are fine. */
export type Shape = 'string' | 'number' | readonly [Shape] | { readonly [field: string]: Shape };

/**
 * Returns what is wrong with the value, in words that never repeat it; undefined when it has the shape.
 *
 * @param path the field that holds the value, for the message
 */
export function mismatchOf(value: unknown, shape: Shape, path = ''): string | undefined {
  if (typeof shape === 'string') return typeof value === shape ? undefined : `${path} is no ${shape}`;
  const within = path === '' ? '' : `${path}.`;
  if (isList(shape)) {
    if (!Array.isArray(value)) return `${path} is no list`;
    return firstOf(value.entries(), ([index, row]) => mismatchOf(row, shape[0], `${within}${index}`));
  }
  if (!isPlainObject(value)) return `${path} is no object`;
  return firstOf(Object.entries(shape), ([field, each]) => {
    const name = field.replace('?', '');
    const isAbsent = value[name] === undefined && name !== field;
    return isAbsent ? undefined : mismatchOf(value[name], each, within + name);
  });
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

function firstOf<Each>(each: Iterable<Each>, find: (one: Each) => string | undefined): string | undefined {
  for (const one of each) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

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

/** What the client has to know about an operation. */
export interface OperationShape {
  /** `cards.apply` */
  readonly method: string;
  readonly path: string;
  /** A change is `numbered` when it happens once per userReqNo, and `unnumbered` when it must not be repeated. */
  readonly kind: 'query' | 'numbered' | 'unnumbered';
  readonly result: Shape;
}

/** Parses `cards.apply vcc/card/apply numbered orderId userReqNo`. `row` is the shape of the rows of a page. */
export function parseOperation(text: string, row?: Shape): OperationShape {
  const [method = '', path = '', kind = '', ...fields] = text.split(' ');
  return {
    method,
    path: `/openapi/${path}`,
    kind: kind as OperationShape['kind'],
    result: { ...(parseShape(fields.join(' ')) as object), ...(row !== undefined && { list: [row] }) },
  };
}

/** The fields of a page beside its rows. */
const PAGE = {
  totalCount: 'number',
  currentPage: 'number',
  pageSize: 'number',
  totalPages: 'number',
} as const;

/**
 * Parses the fields of an object: text, numbers#, lists of objects[of fields], lists of text[], objects(of fields). A `?`
 * after the name says that it may be missing, `@` stands for the fields of a page.
 */
export function parseShape(text: string): Shape {
  const tokens = text.match(/[@#[\]()]|[\w?]+/g) ?? [];
  let at = 0;
  const fieldsUntil = (end: string | undefined): Shape => {
    const shape: Record<string, Shape> = {};
    while (tokens[at] !== end) {
      const name = tokens[at++] ?? '';
      if (name === '@') Object.assign(shape, PAGE);
      else shape[name] = typeAt();
    }
    at += 1;
    return shape;
  };
  const typeAt = (): Shape => {
    const mark = tokens[at] ?? '';
    if (!'#[('.includes(mark) || mark === '') return 'string';
    at += 1;
    if (mark === '#') return 'number';
    if (mark === '(') return fieldsUntil(')');
    const row = fieldsUntil(']');
    return [Object.keys(row).length === 0 ? 'string' : row];
  };
  return fieldsUntil(undefined);
}

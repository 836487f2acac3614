import * as z from 'zod/mini';
import type { JsonObject } from '../codec/json.ts';
import { ParameterInvalid } from '../errors.ts';
import type { ObjectSchema } from './operations/operation.ts';

/**
 * The business parameters as their schema reads them: the one way in, for requests and for what upstreams tell. What is
 * absent is taken out first, so that the same request with and without it is the same content.
 *
 * @throws ParameterInvalid naming every field at fault
 */
export function parseContent<Schema extends ObjectSchema>(
  schema: Schema,
  content: JsonObject,
): z.output<Schema> {
  const parsed = z.safeParse(schema, omitAbsent(content));
  if (parsed.success) return parsed.data;
  const [first, ...others] = parsed.error.issues.map(({ path, message }) => ({
    field: path.join('.') || 'request',
    problem: message,
  }));
  throw new ParameterInvalid(first?.field ?? 'request', first?.problem ?? 'is not acceptable', others);
}

/** The content without its fields that are null or "", at any depth: they are absent (contract section 2). */
export function omitAbsent(content: JsonObject): JsonObject {
  const present = Object.entries(content).filter(([, value]) => !isAbsent(value));
  return Object.fromEntries(present.map(([field, value]) => [field, omitAbsentWithin(value)]));
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

function omitAbsentWithin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(omitAbsentWithin);
  return isPlainObject(value) ? omitAbsent(value) : value;
}

/** An object of the JSON text; a number that JSON could not carry is one of another kind. */
const isPlainObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

import * as z from 'zod/mini';
import { isPlainObject, type JsonObject } from '../codec/json.ts';
import { ParameterInvalid } from '../errors.ts';
import type { ObjectSchema } from './operations/operation.ts';

/**
 * Parses business parameters by their schema, for requests and for notifications of upstreams. Absent fields are
 * removed first, so that a request with and without them is the same content.
 *
 * @throws ParameterInvalid naming every invalid field
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

/** Returns the content without fields that are null or "", at any depth: these count as absent (contract section 2). */
export function omitAbsent(content: JsonObject): JsonObject {
  const present = Object.entries(content).filter(([, value]) => !isAbsent(value));
  return Object.fromEntries(present.map(([field, value]) => [field, omitAbsentWithin(value)]));
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

function omitAbsentWithin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(omitAbsentWithin);
  return isPlainObject(value) ? omitAbsent(value) : value;
}

import * as z from 'zod/mini';
import { InexactNumber } from '../../codec/json.ts';

/**
 * A field's JSON Schema: the JSON values that it accepts. Where keywords cannot express the whole check (30 February is
 * not a date) the schema is wider. A schema with a title is shared by many fields.
 */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of each field, with the words that complete "must be …", by its zod schema of the wire value. */
export const jsonSchemas = z.registry<{ expects: string; form: JsonSchema }>();

/** Why a value is rejected, in words that complete "must be …, but …". Never repeats the value: it may be secret. */
class Invalid {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

/** Rejects a value. `why` completes "must be …, but …". */
export const invalid = (why: string): Invalid => new Invalid(why);

/**
 * Defines a field. `parse` turns the wire value into the checked one; it returns undefined, or `invalid` with the
 * reason, for a value that it rejects. `expects` completes "must be …" of the error message; `form` is shown in the
 * reference.
 */
export function wireField<In, Out>(
  expects: string,
  parse: (value: In) => Out | Invalid | undefined,
  form: JsonSchema,
) {
  const wire = z.custom<In>((value) => value !== undefined, 'is required');
  jsonSchemas.add(wire, { expects, form });
  return z.pipe(
    wire,
    z.transform((value: In, context): Out => {
      const out = parse(value);
      if (out !== undefined && !(out instanceof Invalid)) return out;
      const why = out instanceof Invalid ? out.why : describeKind(value, form);
      const message = `must be ${expects}${why === undefined ? '' : `, but ${why}`}`;
      context.issues.push({ code: 'custom', message, input: value });
      return z.NEVER;
    }),
  );
}

/** Says what the value is when no value of that type would be accepted. */
function describeKind(value: unknown, form: JsonSchema): string | undefined {
  if (value instanceof InexactNumber) return 'has more digits than a JSON number keeps: send it as text';
  if (Array.isArray(value)) return 'is a list';
  if (typeof value === 'boolean') return 'is true or false';
  if (typeof value === 'number' && form.type === 'string') return 'is a JSON number';
  return typeof value === 'object' && value !== null ? 'is an object' : undefined;
}

/** Attaches a description to the schema, which the reference shows. */
export function describe<Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema {
  z.globalRegistry.add(schema, { description });
  return schema;
}

import * as z from 'zod/mini';
import { InexactNumber } from '../../codec/json.ts';

/**
 * What a field is in JSON Schema: what it takes as a JSON value. Where a keyword cannot say all that the field checks
 * (that the 30th of February is no day) the form is the wider of the two. A form with a title is a kind that many
 * fields share.
 */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON forms of fields, with the words that complete "must be …", by the schema of what the wire carries. */
export const jsonSchemas = z.registry<{ expects: string; form: JsonSchema }>();

/** Why a value is not taken, in words that complete "must be …, but …". They never repeat the value: it may be secret. */
class Invalid {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

/** Refuses a value and says what is wrong with it: `why` completes "must be …, but …". */
export const invalid = (why: string): Invalid => new Invalid(why);

/**
 * A field whose wire form is read by `read`, which answers undefined, or `unfit` with the reason, for what it does not
 * accept. `expects` completes the sentence "must be …" of the refusal; `form` is what the reference tells of it.
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

/** What the value is, where no value of its kind would do. */
function describeKind(value: unknown, form: JsonSchema): string | undefined {
  if (value instanceof InexactNumber) return 'has more digits than a JSON number keeps: send it as text';
  if (Array.isArray(value)) return 'is a list';
  if (typeof value === 'boolean') return 'is true or false';
  if (typeof value === 'number' && form.type === 'string') return 'is a JSON number';
  return typeof value === 'object' && value !== null ? 'is an object' : undefined;
}

/** The field with what it means: the reference is generated from it. */
export function describe<Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema {
  z.globalRegistry.add(schema, { description });
  return schema;
}

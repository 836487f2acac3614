import * as z from 'zod/mini';

/**
 * What a field is in JSON Schema: what it takes as a JSON value. Where a keyword cannot say all that the field checks
 * (that the 30th of February is no day) the form is the wider of the two. A form with a title is a kind that many
 * fields share.
 */
export type JsonForm = z.core.JSONSchema.BaseSchema;

/** The JSON forms of fields, with the words that complete "must be …", by the schema of what the wire carries. */
export const jsonForms = z.registry<{ expects: string; form: JsonForm }>();

/**
 * A field whose wire form is read by `read`, which answers undefined for what it does not accept. `expects` completes
 * the sentence "must be …" of the refusal; `form` is what the reference tells of it.
 */
export function wireField<In, Out>(expects: string, read: (value: In) => Out | undefined, form: JsonForm) {
  const wire = z.custom<In>((value) => value !== undefined, 'is required');
  jsonForms.add(wire, { expects, form });
  return z.pipe(
    wire,
    z.transform((value: In, context): Out => {
      const out = read(value);
      if (out !== undefined) return out;
      context.issues.push({ code: 'custom', message: `must be ${expects}`, input: value });
      return z.NEVER;
    }),
  );
}

/** The field with what it means: the reference is generated from it. */
export function describe<Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema {
  z.globalRegistry.add(schema, { description });
  return schema;
}

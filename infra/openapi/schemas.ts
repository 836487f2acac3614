import * as z from 'zod/mini';
import { type JsonSchema, jsonSchemas } from '../../shared/wire/contract/fields/wire-field.ts';

/** The side of a schema: input is what the platform receives, output what it sends. */
export type Side = 'input' | 'output';

/** The components of a document: shared kinds of fields, and the contents of requests and responses. */
export type Components = Record<string, JsonSchema>;

/** Returns the components in the order of their names. */
export const sorted = (components: Components): Components =>
  Object.fromEntries(Object.entries(components).sort(([one], [other]) => (one < other ? -1 : 1)));

/** Returns a reference to a component. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/**
 * Returns the JSON Schema of a schema in the contract. Adds kinds of fields with a title to `components` and references
 * them. Throws for a field without a JSON Schema.
 */
export function jsonSchema(schema: z.ZodMiniType, side: Side, components: Components): JsonSchema {
  const { $schema: _, ...form } = z.toJSONSchema(schema, {
    io: side,
    unrepresentable: ({ zodSchema }) => fieldForm(zodSchema, components),
    override: ({ zodSchema, jsonSchema }) => {
      // Clients ignore unknown fields, so that fields can be added to responses.
      delete jsonSchema.additionalProperties;
      // zod leaves out the default of a field that is transformed. Here it is always a value that a request may have.
      const { def } = zodSchema._zod;
      if (def.type === 'default')
        jsonSchema.default = (def as z.core.$ZodDefaultDef).defaultValue as typeof jsonSchema.default;
    },
  });
  return structuredClone(form) as JsonSchema;
}

function fieldForm(schema: z.core.$ZodType, components: Components): JsonSchema | undefined {
  const field = jsonSchemas.get(schema as z.ZodMiniType<never>);
  if (field === undefined) return undefined;
  const { title, ...form } = field.form;
  if (title === undefined) return form;
  components[title] = { description: sentence(field.expects), ...form };
  return ref(title);
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

import * as z from 'zod/mini';
import { type JsonSchema, jsonSchemas } from '../../shared/wire/contract/fields/wire-field.ts';

/** Which side of a schema is told: what is sent to the platform, or what the platform sends. */
export type Side = 'input' | 'output';

/** The components of a document: the kinds of fields that many share, and the contents of requests and answers. */
export type Components = Record<string, JsonSchema>;

/** Points at a component. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/**
 * The JSON Schema of a schema of the contract. Kinds of fields with a title are put into `components` and pointed at.
 * Throws for a field that has no JSON form.
 */
export function jsonSchema(schema: z.ZodMiniType, side: Side, components: Components): JsonSchema {
  const { $schema: _, ...form } = z.toJSONSchema(schema, {
    io: side,
    unrepresentable: ({ zodSchema }) => fieldForm(zodSchema, components),
    // Clients ignore fields that they do not know, so that answers can gain some.
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties;
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

import { catalogue } from '../../shared/wire/contract/catalogue.ts';
import type { JsonSchema } from '../../shared/wire/contract/fields/wire-field.ts';
import { notifications } from '../../shared/wire/contract/notifications.ts';
import { SAMPLE_VALUES } from './sample-contents.ts';
import { type Components, jsonSchema, type Side } from './schemas.ts';

/**
 * Returns an example of a schema: with the mandatory fields of what the platform receives, or all fields of what it
 * sends. A field has the value in SAMPLE_VALUES for its name, or one that its schema suggests, or the example of a
 * request's field with its name.
 */
export function exampleOf(schema: JsonSchema, components: Components, side: Side): unknown {
  return example(schema, { components, fields: side === 'input' ? 'mandatory' : 'all' }, '');
}

interface ExampleOptions {
  readonly components: Components;
  readonly fields: 'all' | 'mandatory';
}

function example(schema: JsonSchema, choice: ExampleOptions, name: string): unknown {
  const form = resolved(schema, choice.components);
  const sample = SAMPLE_VALUES[name]?.find((value) => fits(value, form));
  if (sample !== undefined) return sample;
  if (form.examples) return form.examples[0];
  if (form.default !== undefined) return form.default;
  if (form.enum) return form.enum[0];
  if (form.anyOf) return example(form.anyOf[0] as JsonSchema, choice, '');
  if (form.type === 'object') return objectExample(form, choice);
  if (form.type === 'array') return [example(form.items as JsonSchema, choice, name)];
  return scalarExample(form, name);
}

function objectExample(form: JsonSchema, choice: ExampleOptions): object {
  const names = choice.fields === 'all' ? Object.keys(form.properties ?? {}) : (form.required ?? []);
  const values = names.map((name) => [name, example(form.properties?.[name] as JsonSchema, choice, name)]);
  return Object.fromEntries(values);
}

function scalarExample(form: JsonSchema, name: string): unknown {
  const minDigits = /^\^\\d\{(\d+)\b.*\}\$$/.exec(form.pattern ?? '')?.[1];
  if (minDigits !== undefined) return '1234567890'.repeat(2).slice(0, Number(minDigits));
  if (form.minimum !== undefined) return form.minimum;
  const requestExample = requestExamples().get(name);
  if (form.type !== 'string') return Number(requestExample ?? 100);
  const { minLength = 1, maxLength = 64 } = form;
  return String(requestExample ?? 'text')
    .padEnd(minLength, '.')
    .slice(0, maxLength);
}

let requestExamplesByName: Map<string, unknown> | undefined;

/** Examples of the fields in requests, by name. Plain text has no example of use to other fields. */
function requestExamples(): ReadonlyMap<string, unknown> {
  requestExamplesByName ??= new Map(
    requestSchemas().flatMap((schema) => {
      const components: Components = {};
      const { properties = {} } = jsonSchema(schema, 'input', components);
      return Object.entries(properties)
        .map(([name, form]) => [name, resolved(form as JsonSchema, components)] as const)
        .filter(([, form]) => form.type !== 'object' && !isPlainText(form))
        .map(([name, form]) => [name, example(form, { components, fields: 'mandatory' }, name)] as const);
    }),
  );
  return requestExamplesByName;
}

const isPlainText = ({ type, examples, pattern, enum: values }: JsonSchema) =>
  type === 'string' && (examples ?? pattern ?? values) === undefined;

const requestSchemas = () => [
  ...Object.values(catalogue).map(({ request }) => request),
  ...Object.values(notifications).map(({ inbound }) => inbound),
];

const resolved = ({ $ref, ...siblings }: JsonSchema, components: Components): JsonSchema =>
  $ref === undefined ? siblings : { ...components[$ref.slice($ref.lastIndexOf('/') + 1)], ...siblings };

/** Whether a value has the type, pattern and values of the schema. */
function fits(value: unknown, form: JsonSchema): boolean {
  if (form.enum) return form.enum.includes(value as never);
  if (form.anyOf) return form.anyOf.some((one) => fits(value, one as JsonSchema));
  if (form.pattern !== undefined && !new RegExp(form.pattern).test(String(value))) return false;
  return form.type === typeof value || (form.type === 'integer' && Number.isInteger(value));
}

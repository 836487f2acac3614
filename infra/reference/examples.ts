import { catalogue } from '../../shared/contract/catalogue.ts';
import { notifications } from '../../shared/contract/notifications.ts';
import type { JsonForm } from '../../shared/contract/wire-field.ts';
import { type Components, jsonSchema, type Side } from './schemas.ts';
import { SHOWN } from './shown.ts';

/**
 * An example of a schema: the mandatory fields of what is sent to the platform, all fields of what it sends. A field
 * shows the value that SHOWN has for its name, or what its form suggests, or what a field of its name shows that is sent to the platform.
 */
export function exampleOf(schema: JsonForm, components: Components, side: Side): unknown {
  return example(schema, { components, fields: side === 'input' ? 'mandatory' : 'all' }, '');
}

interface Choice {
  readonly components: Components;
  readonly fields: 'all' | 'mandatory';
}

function example(schema: JsonForm, choice: Choice, name: string): unknown {
  const form = resolved(schema, choice.components);
  const shown = SHOWN[name]?.find((value) => fits(value, form));
  if (shown !== undefined) return shown;
  if (form.examples) return form.examples[0];
  if (form.default !== undefined) return form.default;
  if (form.enum) return form.enum[0];
  if (form.anyOf) return example(form.anyOf[0] as JsonForm, choice, '');
  if (form.type === 'object') return objectExample(form, choice);
  if (form.type === 'array') return [example(form.items as JsonForm, choice, name)];
  return scalarExample(form, name);
}

function objectExample(form: JsonForm, choice: Choice): object {
  const names = choice.fields === 'all' ? Object.keys(form.properties ?? {}) : (form.required ?? []);
  const values = names.map((name) => [name, example(form.properties?.[name] as JsonForm, choice, name)]);
  return Object.fromEntries(values);
}

function scalarExample(form: JsonForm, name: string): unknown {
  const least = /^\^\\d\{(\d+)\b.*\}\$$/.exec(form.pattern ?? '')?.[1];
  if (least !== undefined) return '1234567890'.repeat(2).slice(0, Number(least));
  if (form.minimum !== undefined) return form.minimum;
  const asked = askedExamples().get(name);
  if (form.type !== 'string') return Number(asked ?? 100);
  const { minLength = 1, maxLength = 64 } = form;
  return String(asked ?? 'text')
    .padEnd(minLength, '.')
    .slice(0, maxLength);
}

let askedByName: Map<string, unknown> | undefined;

/** What fields show that are sent to the platform, by name; plain text shows nothing that others could use. */
function askedExamples(): ReadonlyMap<string, unknown> {
  askedByName ??= new Map(
    askedSchemas().flatMap((schema) => {
      const components: Components = {};
      const { properties = {} } = jsonSchema(schema, 'input', components);
      return Object.entries(properties)
        .map(([name, form]) => [name, resolved(form as JsonForm, components)] as const)
        .filter(([, form]) => form.type !== 'object' && !isPlainText(form))
        .map(([name, form]) => [name, example(form, { components, fields: 'mandatory' }, name)] as const);
    }),
  );
  return askedByName;
}

const isPlainText = ({ type, examples, pattern, enum: values }: JsonForm) =>
  type === 'string' && (examples ?? pattern ?? values) === undefined;

const askedSchemas = () => [
  ...Object.values(catalogue).map(({ request }) => request),
  ...Object.values(notifications).map(({ received }) => received),
];

const resolved = ({ $ref, ...siblings }: JsonForm, components: Components): JsonForm =>
  $ref === undefined ? siblings : { ...components[$ref.slice($ref.lastIndexOf('/') + 1)], ...siblings };

/** Whether a value to show is of the form's type, pattern and values. */
function fits(value: unknown, form: JsonForm): boolean {
  if (form.enum) return form.enum.includes(value as never);
  if (form.anyOf) return form.anyOf.some((one) => fits(value, one as JsonForm));
  if (form.pattern !== undefined && !new RegExp(form.pattern).test(String(value))) return false;
  return form.type === typeof value || (form.type === 'integer' && Number.isInteger(value));
}

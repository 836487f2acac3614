import type * as z from 'zod/mini';
import type { JsonSchema } from '../../shared/wire/contract/fields/wire-field.ts';
import { notifications } from '../../shared/wire/contract/notifications.ts';
import { table } from './markdown-table.ts';
import { sealedOperations } from './operations.ts';
import { type Components, jsonSchema, type Side } from './schemas.ts';

/** The tables of docs/fields.md by the names of their markers. */
export const fieldTables: Readonly<Record<string, () => string>> = {
  'operation fields': () =>
    Object.values(sealedOperations)
      .map((entry) =>
        [
          `### ${entry.title}`,
          `\`${entry.path}\``,
          fieldTable('request', entry.request, 'input'),
          fieldTable('result', entry.result, 'output'),
        ].join('\n\n'),
      )
      .join('\n\n'),
  'notification fields': () =>
    Object.entries(notifications)
      .map(([type, { outbound }]) => `### ${type}\n\n${fieldTable('field', outbound, 'output')}`)
      .join('\n\n'),
};

function fieldTable(head: string, schema: z.ZodMiniType, side: Side): string {
  const components: Components = {};
  const rows = fieldRows(jsonSchema(schema, side, components), components, '');
  return rows.length === 0 ? `No ${head} fields.` : table([head, 'type', '', 'meaning'], rows);
}

/** The rows of an object's fields; those of an object or list within it follow their own row. */
function fieldRows(form: JsonSchema, components: Components, path: string): string[][] {
  return Object.entries(form.properties ?? {}).flatMap(([name, property]) => {
    const field = resolved(property as JsonSchema, components);
    const { description = '', default: byDefault } = property as JsonSchema;
    const isRequired = form.required?.includes(name) ?? false;
    const presence = isRequired ? '' : byDefault === undefined ? 'optional' : `default \`${byDefault}\``;
    const row = [`\`${path}${name}\``, typeOf(field), presence, description];
    const items = field.items === undefined ? undefined : resolved(field.items as JsonSchema, components);
    return [
      row,
      ...fieldRows(field, components, `${path}${name}.`),
      ...(items === undefined ? [] : fieldRows(items, components, `${path}${name}[].`)),
    ];
  });
}

function typeOf(form: JsonSchema): string {
  if (form.anyOf) return [...new Set(form.anyOf.map((one) => typeOf(one as JsonSchema)))].join(' or ');
  if (form.const !== undefined) return typeof form.const;
  if (form.enum) return [...new Set(form.enum.map((value) => typeof value))].join(' or ');
  return form.type === 'array' ? 'list' : String(form.type ?? 'any');
}

const resolved = ({ $ref, ...siblings }: JsonSchema, components: Components): JsonSchema =>
  $ref === undefined ? siblings : { ...components[$ref.slice($ref.lastIndexOf('/') + 1)], ...siblings };

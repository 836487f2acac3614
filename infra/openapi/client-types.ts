import type { JsonSchema } from '../../shared/wire/contract/fields/wire-field.ts';
import { notifications } from '../../shared/wire/contract/notifications.ts';
import { takesRequestNumber } from '../../shared/wire/contract/operations/operation.ts';
import { pascalCase } from './names.ts';
import { type SealedOperation, sealedOperations } from './operations.ts';
import { type Components, jsonSchema } from './schemas.ts';

/** Longer enumerations (currencies, countries, calling codes) are `string`: a list of 180 codes helps nobody. */
const MAX_LITERALS = 20;

const HEAD = `// Generated from the catalogue by npm run reference. The contents of requests, results and notifications in plaintext,
// for the client: plain types, so that its package needs no schema library.
`;

/** Returns the text of shared/client/contract-types.ts. */
export function clientTypesText(): string {
  const operations = Object.entries(sealedOperations);
  const types = Object.entries(notifications);
  return [
    HEAD,
    ...operations.flatMap(([name, entry]) => operationTypes(name, entry)),
    ...types.map(([type, { outbound, summary }]) => {
      const components: Components = {};
      return declarations(contentName(type), summary, jsonSchema(outbound, 'output', components), components);
    }),
    mapOf('Requests', 'The request of each operation.', operations, (name) => `${pascalCase(name)}Request`),
    mapOf('Results', 'The result of each operation.', operations, (name) => `${pascalCase(name)}Result`),
    mapOf('NotificationContents', 'The content of each type of notification.', types, contentName),
  ].join('\n');
}

const contentName = (type: string) => `${pascalCase(type)}Content`;

function operationTypes(name: string, entry: SealedOperation): string[] {
  const components: Components = {};
  const request = jsonSchema(entry.request, 'input', components);
  // The client generates a number that is missing.
  if (takesRequestNumber(entry as never))
    request.required = request.required?.filter((field) => field !== 'userReqNo') ?? [];
  const result = jsonSchema(entry.result, 'output', components);
  const title = pascalCase(name);
  return [
    declarations(`${title}Request`, `The request of ${entry.title}. ${entry.summary}`, request, components),
    declarations(`${title}Result`, `The result of ${entry.title}.`, result, components),
  ];
}

/** Declares an object, and the rows of its lists as types of their own. */
function declarations(name: string, doc: string, form: JsonSchema, components: Components): string {
  const rows: string[] = [];
  const fields = Object.entries(form.properties ?? {}).map(([field, property]) => {
    const value = property as JsonSchema;
    const row = value.items as JsonSchema | undefined;
    const isList = row?.properties !== undefined;
    const rowName = field === 'list' ? name.replace('Result', 'Row') : `${name}${pascalCase(field)}`;
    if (isList && row) rows.push(declarations(rowName, `A row of ${name}.`, row, components));
    const type = isList ? `${rowName}[]` : typeOf(value, components, '  ');
    return fieldLines(field, value, form, type, '  ');
  });
  const body = fields.length === 0 ? 'Record<string, never>' : `{\n${fields.join('')}}`;
  const own = `/** ${doc} */\nexport type ${name} = ${body};\n`;
  return [...rows, own].join('\n');
}

function fieldLines(field: string, value: JsonSchema, form: JsonSchema, type: string, indent: string) {
  const isRequired = form.required?.includes(field) ?? false;
  const doc = value.description === undefined ? '' : `${indent}/** ${value.description} */\n`;
  return `${doc}${indent}${field}${isRequired ? `: ${type}` : `?: ${type} | undefined`};\n`;
}

function typeOf(value: JsonSchema, components: Components, indent: string): string {
  const form = resolved(value, components);
  if (form.enum) return literals(form.enum);
  if (form.anyOf) {
    const types = form.anyOf.map((one) => typeOf(one as JsonSchema, components, indent));
    return [...new Set(types)].join(' | ');
  }
  if (form.properties) {
    const fields = Object.entries(form.properties).map(([field, property]) => {
      const type = typeOf(property as JsonSchema, components, `${indent}  `);
      return fieldLines(field, property as JsonSchema, form, type, `${indent}  `);
    });
    return `{\n${fields.join('')}${indent}}`;
  }
  if (form.type === 'array') return `${typeOf(form.items as JsonSchema, components, indent)}[]`;
  if (form.type === 'integer') return 'number';
  if (form.type === 'string' || form.type === 'number' || form.type === 'boolean') return form.type;
  throw new Error(`no TypeScript type for ${JSON.stringify(form)}`);
}

function literals(values: readonly unknown[]): string {
  if (values.length > MAX_LITERALS) return [...new Set(values.map((value) => typeof value))].join(' | ');
  const written = values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
  // Any number, so that a variable will do; the literals are for completion in editors.
  const isNumeric = values.some((value) => typeof value === 'number');
  return [...written, ...(isNumeric ? ['(number & {})'] : [])].join(' | ');
}

const resolved = ({ $ref, ...siblings }: JsonSchema, components: Components): JsonSchema =>
  $ref === undefined ? siblings : { ...components[$ref.slice($ref.lastIndexOf('/') + 1)], ...siblings };

const mapOf = (
  name: string,
  doc: string,
  entries: readonly (readonly [string, unknown])[],
  typeName: (name: string) => string,
): string => {
  const lines = entries.map(([each]) => `  ${each}: ${typeName(each)};\n`);
  return `/** ${doc} */\nexport interface ${name} {\n${lines.join('')}}\n`;
};

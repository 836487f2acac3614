import { catalogue } from '../../shared/wire/contract/catalogue.ts';
import type { JsonSchema } from '../../shared/wire/contract/fields/wire-field.ts';
import { methodNames } from '../../shared/wire/contract/method-names.ts';
import { notifications } from '../../shared/wire/contract/notifications.ts';
import {
  isMutation,
  type Operation,
  takesRequestNumber,
} from '../../shared/wire/contract/operations/operation.ts';
import type { SealedOperation } from './operations.ts';
import { jsonSchema } from './schemas.ts';

/** A change without a request number that may be repeated all the same: a quote that nobody uses expires. */
const HARMLESS: readonly SealedOperation['path'][] = ['/openapi/account/exchangeRate'];

const HEAD = `import type { NotificationContents, Requests } from './contract-types.ts';
import { type OperationShape, parseOperation, parseShape, type Shape } from './shape.ts';

// Generated from the catalogue by npm run reference: what the client has to know about operations and notifications, as
// text, which takes half the space of objects. shape.ts has the notation.

/** The operations of the Merchant API, by their names in the catalogue. */
export type OperationName = Exclude<keyof Requests, 'networkAuthorize'>;

`;

/** Returns the text of shared/client/contract-shapes.ts. */
export function clientShapesText(): string {
  const methods: Readonly<Record<string, string>> = methodNames;
  const contentTexts: Readonly<Record<string, string>> = Object.fromEntries(
    Object.entries(notifications).map(([type, { outbound }]) => [type, shapeText(outbound)]),
  );
  const contents = Object.entries(contentTexts).map(([type, text]) => `  ${type}: parseShape('${text}'),\n`);
  const operations = Object.entries(catalogue).map(([name, entry]) => {
    const head = `${methods[name]} ${entry.path.replace('/openapi/', '')} ${kindOf(entry)}`;
    const fields = shapeText(entry.result);
    // Transaction Inquiry has the fields of a notification, and repeating them would take a third of a kilobyte.
    const type = Object.keys(notifications).find((each) => fields === `@ list[${contentTexts[each]}]`);
    const call = type === undefined ? `'${head} ${fields}'` : `'${head} @', notificationShapes.${type}`;
    return `  ${name}: parseOperation(${call}),\n`;
  });
  return [
    HEAD,
    '/** The shape of the content of each type of notification. */\n',
    'export const notificationShapes: Readonly<Record<keyof NotificationContents, Shape>> = {\n',
    `${contents.join('')}};\n\n`,
    '/** Each operation: its method, its path, whether it changes something, and the shape of its result. */\n',
    'export const operationShapes: Readonly<Record<OperationName, OperationShape>> = {\n',
    `${operations.join('')}};\n`,
  ].join('');
}

function kindOf(entry: SealedOperation): string {
  if (takesRequestNumber(entry as Operation)) return 'numbered';
  return isMutation(entry) && !HARMLESS.includes(entry.path) ? 'unnumbered' : 'query';
}

/** The fields of a page beside its rows, as parseShape abbreviates them. */
const PAGE = 'totalCount# currentPage# pageSize# totalPages# ';

function shapeText(schema: Operation['result']): string {
  const text = fieldsText(jsonSchema(schema, 'output', {}));
  return text.startsWith(PAGE) ? `@ ${text.slice(PAGE.length)}` : text;
}

/** Results and notifications have text, numbers, objects and lists alone. */
function fieldsText(form: JsonSchema): string {
  const fields = Object.entries(form.properties ?? {}).map(([field, property]) => {
    const name = form.required?.includes(field) ? field : `${field}?`;
    return name + typeText(property as JsonSchema);
  });
  return fields.join(' ');
}

function typeText(form: JsonSchema): string {
  if (form.type === 'string') return '';
  if (form.type === 'number') return '#';
  if (form.type === 'object') return `(${fieldsText(form)})`;
  const items = form.items as JsonSchema | undefined;
  if (form.type !== 'array' || (items?.type !== 'object' && items?.type !== 'string'))
    throw new Error(`no shape for ${JSON.stringify(form)}`);
  return `[${fieldsText(items)}]`;
}

import type { JsonSchema } from '../../shared/wire/contract/fields/wire-field.ts';
import { notifications } from '../../shared/wire/contract/notifications.ts';
import {
  isMutation,
  type Operation,
  takesRequestNumber,
} from '../../shared/wire/contract/operations/operation.ts';
import { type SealedOperation, sealedOperations } from './operations.ts';
import { jsonSchema } from './schemas.ts';

/** A change without a request number that may be repeated all the same: a quote that nobody uses expires. */
const HARMLESS: readonly SealedOperation['path'][] = ['/openapi/account/exchangeRate'];

const HEAD = `import type { Shape } from './shape.ts';

// Generated from the catalogue by npm run reference: what the client has to know about operations and notifications.

`;

/** Returns the text of shared/client/contract-shapes.ts. */
export function clientShapesText(): string {
  const operations = Object.entries(sealedOperations).map(
    ([name, entry]) =>
      `  ${name}: {\n    path: '${entry.path}',\n    kind: '${kindOf(entry)}',\n    result: ${shapeText(entry.result)},\n  },\n`,
  );
  const contents = Object.entries(notifications).map(
    ([type, { outbound }]) => `  ${type}: ${shapeText(outbound)},\n`,
  );
  return [
    HEAD,
    '/** Each operation: its path, whether it changes something under a userReqNo, and the shape of its result. */\n',
    `export const operationShapes = {\n${operations.join('')}} as const satisfies Record<string, OperationShape>;\n\n`,
    '/** The shape of the content of each type of notification. */\n',
    `export const notificationShapes = {\n${contents.join('')}} as const satisfies Record<string, Shape>;\n\n`,
    '/** What the client has to know about an operation. */\n',
    'export interface OperationShape {\n  readonly path: string;\n',
    '  /** A change is `numbered` when it happens once per userReqNo, and `unnumbered` when it must not be repeated. */\n',
    "  readonly kind: 'query' | 'numbered' | 'unnumbered';\n  readonly result: Shape;\n}\n",
  ].join('');
}

function kindOf(entry: SealedOperation): string {
  if (takesRequestNumber(entry as Operation)) return 'numbered';
  return isMutation(entry) && !HARMLESS.includes(entry.path) ? 'unnumbered' : 'query';
}

const shapeText = (schema: Operation['result']): string => textOf(jsonSchema(schema, 'output', {}));

/** Results and notifications have text, numbers, objects and lists alone. */
function textOf(form: JsonSchema): string {
  if (form.type === 'string' || form.type === 'number') return `'${form.type}'`;
  if (form.type === 'array') return `[${textOf(form.items as JsonSchema)}]`;
  if (form.type !== 'object') throw new Error(`no shape for ${JSON.stringify(form)}`);
  const fields = Object.entries(form.properties ?? {}).map(([field, property]) => {
    const name = form.required?.includes(field) ? field : `'${field}?'`;
    return `${name}: ${textOf(property as JsonSchema)}`;
  });
  return `{ ${fields.join(', ')} }`;
}

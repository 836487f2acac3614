import { networkOperations } from '../../shared/wire/contract/card-network.ts';
import { catalogue } from '../../shared/wire/contract/catalogue.ts';
import type { JsonSchema } from '../../shared/wire/contract/fields/wire-field.ts';
import { type Operation, possibleErrorCodes } from '../../shared/wire/contract/operations/operation.ts';
import { type ErrorCode, errorCodes } from '../../shared/wire/errors.ts';
import { exampleOf } from './examples.ts';
import { requestIdHeader, signatureParameters, signedResponseHeaders } from './headers.ts';
import { pascalCase } from './names.ts';
import { type Components, jsonSchema, ref, type Side } from './schemas.ts';
import { tagOf } from './tags.ts';

/** An operation for merchants or for card networks: both use the same envelopes. */
export type SealedOperation = Omit<Operation, 'path' | 'function'> & {
  readonly path: string;
  readonly function: string;
};

/** All operations for merchants and card networks, by name. */
export const sealedOperations: Readonly<Record<string, SealedOperation>> = {
  ...catalogue,
  ...networkOperations,
};

/** Returns all operations by path. Adds the contents of requests and results to the components. */
export function operationPaths(components: Components): Record<string, object> {
  const operations = Object.entries(sealedOperations);
  return Object.fromEntries(
    operations.map(([name, entry]) => [entry.path, { post: operationPost(name, entry, components) }]),
  );
}

function operationPost(name: string, entry: SealedOperation, components: Components): object {
  const title = pascalCase(name);
  const request = contentComponent(`${title}Request`, entry.request, 'input', components, entry.example);
  const result = contentComponent(`${title}Result`, entry.result, 'output', components);
  return {
    operationId: name,
    tags: [tagOf(entry)],
    summary: entry.title,
    description: `${entry.summary}\n\n${contentsLine(title)}\n\n${refusalsList(entry)}`,
    parameters: signatureParameters,
    requestBody: jsonBody(inEnvelope('RequestEnvelope', 'dataContent', request)),
    responses: {
      200: {
        description: 'The response.',
        headers: signedResponseHeaders,
        content: {
          'application/json': {
            schema: { oneOf: [success(result, entry.async), failure(possibleErrorCodes(entry))] },
          },
        },
      },
      ...gatewayResponses,
    },
  };
}

/** Adds the content of an envelope to the components, with an example, and returns a reference to it. */
export function contentComponent(
  name: string,
  schema: Operation['request'],
  side: Side,
  components: Components,
  sample?: unknown,
): JsonSchema {
  const form = jsonSchema(schema, side, components);
  const example = sample ?? exampleOf(form, components, side);
  components[name] = { ...form, examples: [example] } as JsonSchema;
  return ref(name);
}

/** Returns the schema of an envelope with the content in its sealed field. */
const inEnvelope = (envelope: string, field: string, content: JsonSchema): JsonSchema => ({
  ...ref(envelope),
  type: 'object',
  properties: { [field]: { contentSchema: content } },
});

/** Returns the schema of the envelope for a notification of the type. */
export function notificationOf(type: string, content: JsonSchema): JsonSchema {
  const envelope = inEnvelope('NotificationEnvelope', 'data', content);
  return { ...envelope, properties: { ...envelope.properties, type: { const: type } } };
}

/** Returns a required JSON body with the schema. */
export const jsonBody = (schema: JsonSchema) => ({
  required: true,
  content: { 'application/json': { schema } },
});

const success = (result: JsonSchema, async: boolean): JsonSchema => ({
  ...ref('SuccessEnvelope'),
  type: 'object',
  properties: { async: { const: async }, result: { contentSchema: result } },
});

const failure = (codes: readonly ErrorCode[]): JsonSchema => ({
  ...ref('FailureEnvelope'),
  type: 'object',
  properties: { errorCode: { enum: [...codes] } },
});

const contentsLine = (title: string) =>
  `In clear: [${title}Request](#/components/schemas/${title}Request), ` +
  `returns [${title}Result](#/components/schemas/${title}Result).`;

function refusalsList(entry: SealedOperation): string {
  const rows = possibleErrorCodes(entry).map((code) => `- \`${code}\` ${errorCodes[code]}`);
  return `Refusals:\n\n${rows.join('\n')}`;
}

/** Errors of API Gateway, before any function is invoked. */
export const gatewayResponses = {
  413: { $ref: '#/components/responses/TooLarge' },
  429: { $ref: '#/components/responses/TooManyRequests' },
};

const refusedByGateway = (description: string, code: ErrorCode) => ({
  description,
  headers: requestIdHeader,
  content: { 'application/json': { schema: failure([code]) } },
});

/** The responses of API Gateway that all operations share. */
export const sharedResponses = {
  TooLarge: refusedByGateway('The request is larger than the platform accepts.', '100001'),
  TooManyRequests: refusedByGateway('More requests than the platform accepts: try again later.', '100005'),
};

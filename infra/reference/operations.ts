import { catalogue } from '../../shared/contract/catalogue.ts';
import { type ErrorCode, errorCodes } from '../../shared/contract/errors.ts';
import { networkOperations } from '../../shared/contract/network.ts';
import { answeredCodes, type Operation } from '../../shared/contract/operation.ts';
import type { JsonForm } from '../../shared/contract/wire-field.ts';
import { exampleOf } from './examples.ts';
import { answerHeaders, requestIdHeader, signatureParameters } from './headers.ts';
import { pascalCase } from './names.ts';
import { roomOf } from './rooms.ts';
import { type Components, jsonSchema, ref, type Side } from './schemas.ts';

/** An operation of the merchant's door or of the network's: both are sealed and answered alike. */
export type SealedOperation = Omit<Operation, 'path' | 'function'> & {
  readonly path: string;
  readonly function: string;
};

/** Every operation of both doors by its name. */
export const sealedOperations: Readonly<Record<string, SealedOperation>> = {
  ...catalogue,
  ...networkOperations,
};

/** Every operation by its path; the contents of requests and results become components. */
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
    tags: [roomOf(entry)],
    summary: entry.title,
    description: `${entry.summary}\n\n${contentsLine(title)}\n\n${refusalsList(entry)}`,
    parameters: signatureParameters,
    requestBody: jsonBody(inEnvelope('RequestEnvelope', 'dataContent', request)),
    responses: {
      200: {
        description: 'The answer.',
        headers: answerHeaders,
        content: {
          'application/json': {
            schema: { oneOf: [success(result, entry.async), failure(answeredCodes(entry))] },
          },
        },
      },
      ...gatewayResponses,
    },
  };
}

/** Puts what is in an envelope into the components, with an example. */
export function contentComponent(
  name: string,
  schema: Operation['request'],
  side: Side,
  components: Components,
  shown?: unknown,
): JsonForm {
  const form = jsonSchema(schema, side, components);
  const example = shown ?? exampleOf(form, components, side);
  components[name] = { ...form, examples: [example] } as JsonForm;
  return ref(name);
}

/** The envelope whose sealed field holds that content. */
const inEnvelope = (envelope: string, field: string, content: JsonForm): JsonForm => ({
  ...ref(envelope),
  type: 'object',
  properties: { [field]: { contentSchema: content } },
});

/** The envelope of a notification of the type. */
export function notificationOf(type: string, content: JsonForm): JsonForm {
  const envelope = inEnvelope('NotificationEnvelope', 'data', content);
  return { ...envelope, properties: { ...envelope.properties, type: { const: type } } };
}

/** A JSON body of that schema, which must be there. */
export const jsonBody = (schema: JsonForm) => ({
  required: true,
  content: { 'application/json': { schema } },
});

const success = (result: JsonForm, async: boolean): JsonForm => ({
  ...ref('SuccessEnvelope'),
  type: 'object',
  properties: { async: { const: async }, result: { contentSchema: result } },
});

const failure = (codes: readonly ErrorCode[]): JsonForm => ({
  ...ref('FailureEnvelope'),
  type: 'object',
  properties: { errorCode: { enum: [...codes] } },
});

const contentsLine = (title: string) =>
  `In clear: [${title}Request](#/components/schemas/${title}Request), ` +
  `answered by [${title}Result](#/components/schemas/${title}Result).`;

function refusalsList(entry: SealedOperation): string {
  const rows = answeredCodes(entry).map((code) => `- \`${code}\` ${errorCodes[code]}`);
  return `Refusals:\n\n${rows.join('\n')}`;
}

/** What API Gateway refuses before any function sees it. */
export const gatewayResponses = {
  413: { $ref: '#/components/responses/TooLarge' },
  429: { $ref: '#/components/responses/TooManyRequests' },
};

const refusedByGateway = (description: string, code: ErrorCode) => ({
  description,
  headers: requestIdHeader,
  content: { 'application/json': { schema: failure([code]) } },
});

/** The answers of API Gateway that every operation shares. */
export const sharedResponses = {
  TooLarge: refusedByGateway('The request is larger than the platform takes.', '100001'),
  TooManyRequests: refusedByGateway('More requests than the platform takes: try again later.', '100005'),
};

import { type Catalogue, catalogue, type OperationName } from '../../../shared/wire/contract/catalogue.ts';
import type { JsonSchema } from '../../../shared/wire/contract/fields/wire-field.ts';
import { type Operation, possibleErrorCodes } from '../../../shared/wire/contract/operations/operation.ts';
import { type ErrorCode, errorCodes } from '../../../shared/wire/errors.ts';
import { requestIdHeader } from '../headers.ts';
import { headingAnchor } from '../markdown-table.ts';
import { pascalCase } from '../names.ts';
import { type Components, jsonSchema, ref, type Side } from '../schemas.ts';
import { canonicalForm } from './canonical-form.ts';
import { clearExample } from './clear-examples.ts';
import { clearTagOf } from './clear-tags.ts';
import { errorGuide } from './error-guide.ts';
import { errorHeading } from './guide-sections.ts';
import type { LinkTo } from './links.ts';

/** What the parts of a clear view share: where its schemas are collected, and how it links to the docs. */
export interface ClearView {
  readonly components: Components;
  readonly linkTo: LinkTo;
}

/** A required JSON body with an example. */
interface ClearBody {
  readonly required: true;
  readonly content: {
    readonly 'application/json': { readonly schema: JsonSchema; readonly example: unknown };
  };
}

const operationNames = Object.keys(catalogue) as OperationName[];

/** Returns the operations of merchants by path, in clear. Adds their requests and results to the components. */
export const clearPaths = (view: ClearView): Record<string, object> =>
  Object.fromEntries(
    operationNames.map((name) => [catalogue[name].path, { post: operationPost(name, view) }]),
  );

function operationPost(name: OperationName, view: ClearView): object {
  const entry: Catalogue[OperationName] = catalogue[name];
  const codes = possibleErrorCodes(entry);
  return {
    operationId: name,
    tags: [clearTagOf(name)],
    summary: entry.title,
    description: `${entry.summary}\n\n${refusalsLine(entry, view.linkTo)}`,
    externalDocs: {
      url: view.linkTo('fields', headingAnchor(entry.title)),
      description: 'All fields in a table.',
    },
    requestBody: clearBody(`${pascalCase(name)}Request`, entry.request, 'input', view),
    responses: {
      200: {
        description: entry.async ? 'Accepted: the order is under way.' : 'The result.',
        headers: requestIdHeader,
        content: clearBody(`${pascalCase(name)}Result`, entry.result, 'output', view).content,
      },
      422: refusal(codes, view.linkTo),
      502: { $ref: '#/components/responses/NoUsableResponse' },
    },
  };
}

/** Adds a content to the components, in its canonical form and with an example, and returns a body that refers to it. */
export function clearBody(
  name: string,
  schema: Operation['request'],
  side: Side,
  { components, linkTo }: ClearView,
): ClearBody {
  const kinds: Components = {};
  const form = jsonSchema(schema, side, kinds);
  const example = clearExample(name, form, kinds, side);
  components[name] = { ...canonicalForm(form, kinds, linkTo), examples: [example] } as JsonSchema;
  // Some tools take examples from the schema, others from the body.
  return { required: true, content: { 'application/json': { schema: ref(name), example } } };
}

/** Says by which codes the operation may be refused: its own first, then those of every operation. */
function refusalsLine(entry: Catalogue[OperationName], linkTo: LinkTo): string {
  const own = possibleErrorCodes(entry).filter((code) => code === '110001' || entry.refusals.includes(code));
  const common = possibleErrorCodes(entry).filter((code) => !own.includes(code));
  return `**Refusals**: ${[
    ...own.map((code) => `${errorLink(code, linkTo)} ${errorCodes[code]}`),
    `as for every operation ${common.map((code) => errorLink(code, linkTo)).join(', ')}`,
  ].join(' · ')}.`;
}

const errorLink = (code: ErrorCode, linkTo: LinkTo): string =>
  `[${code}](${linkTo('errors', headingAnchor(errorHeading(code)))})`;

/** Returns the response that says why the operation was refused, with every code that it may carry. */
function refusal(codes: readonly ErrorCode[], linkTo: LinkTo): object {
  const rows = codes.map(
    (code) => `- ${errorLink(code, linkTo)} ${errorCodes[code]}. ${errorGuide[code].remedy}`,
  );
  return {
    description: 'Refused, with the code of the reason.',
    headers: requestIdHeader,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['errorCode', 'errorMsg'],
          properties: {
            errorCode: { type: 'string', enum: codes, description: `Why:\n\n${rows.join('\n')}` },
            errorMsg: {
              type: 'string',
              maxLength: 256,
              description: 'The condition in words, with names of fields and figures where there are any.',
            },
            requestId: {
              type: 'string',
              description: 'The id of the request, by which the operator finds it in the logs.',
            },
            hint: {
              type: 'string',
              description: 'On the local cloud: why the sender was not authenticated.',
            },
          },
        },
        examples: Object.fromEntries(codes.map((code) => [code, refusalExample(code)])),
      },
    },
  };
}

/** The responses that all operations share. */
export const clearResponses = {
  NoUsableResponse: {
    description:
      'The clear gateway got no usable response of the platform. The outcome of a change is unknown: send the same request again.',
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['message'],
          properties: { message: { type: 'string', description: 'What happened, in words.' } },
          examples: [{ message: 'cardApply (userReqNo open-0001): outcome unknown after 5 attempts' }],
        },
      },
    },
  },
};

const refusalExample = (errorCode: ErrorCode) => ({
  summary: `${errorCode} ${errorCodes[errorCode]}`,
  value: { errorCode, errorMsg: errorGuide[errorCode].message ?? errorCodes[errorCode] },
});

import { NOTIFICATION_ACCEPTED } from '../../shared/wire/contract/codes.ts';
import { notifications } from '../../shared/wire/contract/notifications.ts';
import { type Webhook, webhookStatusCodes, webhooks } from '../../shared/wire/contract/webhooks.ts';
import { type ErrorCode, errorCodes } from '../../shared/wire/errors.ts';
import { requestIdHeader, signatureParameters } from './headers.ts';
import { pascalCase } from './names.ts';
import { contentComponent, gatewayResponses, jsonBody, notificationOf } from './operations.ts';
import type { Components } from './schemas.ts';
import { tagOf } from './tags.ts';

/** Returns the webhooks from upstreams, by path. Adds their contents to the components. */
export function webhookPaths(components: Components): Record<string, object> {
  return Object.fromEntries(
    Object.values(webhooks).map((entry) => [entry.path, { post: webhookPost(entry, components) }]),
  );
}

function webhookPost(entry: Webhook, components: Components): object {
  const { type, summary } = entry;
  const name = `${pascalCase(type)}Received`;
  const content = contentComponent(name, notifications[type].inbound, 'input', components);
  return {
    operationId: `webhook_${type}`,
    tags: [tagOf(entry)],
    summary: type,
    description: `${summary}\n\nIn clear: [${name}](#/components/schemas/${name}).`,
    parameters: signatureParameters,
    requestBody: jsonBody(notificationOf(type, content)),
    responses: {
      200: { $ref: '#/components/responses/Durable' },
      ...Object.fromEntries(
        [...refusals.keys()].map((status) => [status, { $ref: `#/components/responses/Webhook${status}` }]),
      ),
      ...gatewayResponses,
    },
  };
}

/** Error codes by HTTP status. */
const refusals = Map.groupBy(
  Object.entries({ ...webhookStatusCodes, '999999': 500 }) as [ErrorCode, number][],
  ([, status]) => status,
);

const refused = (codes: readonly ErrorCode[]) => ({
  description: codes.map((code) => `\`${code}\` ${errorCodes[code]}.`).join(' '),
  headers: requestIdHeader,
  content: {
    'text/plain': {
      schema: {
        type: 'string',
        pattern: `^(${codes.join('|')}) `,
        description: 'The code and the condition.',
      },
    },
  },
});

/** The responses that all webhooks share. */
export const webhookResponses = {
  Durable: {
    description:
      'The message is durable: applied, or stored as it arrived. Settled money that cannot be booked (an unknown card, another currency, something else under the same number) is on the suspense account; a card transaction or a fee that cannot be read is on the operator’s worklist. Do not send it again.',
    headers: requestIdHeader,
    content: { 'text/plain': { schema: { const: NOTIFICATION_ACCEPTED } } },
  },
  ...Object.fromEntries(
    [...refusals].map(([status, entries]) => [`Webhook${status}`, refused(entries.map(([code]) => code))]),
  ),
};

import { NOTIFICATION_ACCEPTED } from '../../shared/wire/contract/codes.ts';
import { describeDeduplication } from '../../shared/wire/contract/deduplication.ts';
import { type NotificationType, notifications } from '../../shared/wire/contract/notifications.ts';
import { attemptParameters } from './headers.ts';
import { pascalCase } from './names.ts';
import { contentComponent, jsonBody, notificationOf } from './operations.ts';
import type { Components } from './schemas.ts';

/** Returns the notifications to merchants, by type. Adds their contents to the components. */
export function notificationWebhooks(components: Components): Record<string, object> {
  const types = Object.keys(notifications) as NotificationType[];
  return Object.fromEntries(types.map((type) => [type, { post: notificationPost(type, components) }]));
}

function notificationPost(type: NotificationType, components: Components): object {
  const { summary, outbound } = notifications[type];
  const name = `${pascalCase(type)}Notification`;
  const content = contentComponent(name, outbound, 'output', components);
  return {
    operationId: `notified_${type}`,
    tags: ['notification'],
    summary: type,
    description: `${summary} ${describeDeduplication(type)}\n\nIn clear: [${name}](#/components/schemas/${name}).`,
    parameters: attemptParameters,
    requestBody: jsonBody(notificationOf(type, content)),
    responses: {
      '2XX': {
        description: 'The merchant has received it; it is not sent again.',
        content: { 'text/plain': { schema: { const: NOTIFICATION_ACCEPTED } } },
      },
      default: { description: 'Anything else: it is sent again several times, with increasing delays.' },
    },
  };
}

import { NOTIFICATION_ACCEPTED } from '../../../shared/wire/contract/codes.ts';
import { describeDeduplication } from '../../../shared/wire/contract/deduplication.ts';
import { type NotificationType, notifications } from '../../../shared/wire/contract/notifications.ts';
import { attemptParameters } from '../headers.ts';
import { pascalCase } from '../names.ts';
import { type ClearView, clearBody } from './clear-operations.ts';

const types = Object.keys(notifications) as NotificationType[];

/** Returns the notifications to merchants by type, in clear. Adds their contents to the components. */
export const clearWebhooks = (view: ClearView): Record<string, object> =>
  Object.fromEntries(types.map((type) => [type, { post: notificationPost(type, view) }]));

function notificationPost(type: NotificationType, view: ClearView): object {
  const { summary, outbound } = notifications[type];
  return {
    operationId: `on_${type}`,
    tags: ['Notifications'],
    summary: type,
    description: [
      summary,
      describeDeduplication(type),
      `Shown is the content, as the client libraries return it. On the wire it is sealed in \`data\` of an envelope with \`type\` \`${type}\`.`,
    ].join('\n\n'),
    externalDocs: { url: view.linkTo('delivery'), description: 'How notifications are delivered.' },
    parameters: attemptParameters,
    requestBody: clearBody(`${pascalCase(type)}Notification`, outbound, 'output', view),
    responses: {
      '2XX': {
        description: 'Received: it is not sent again.',
        content: { 'text/plain': { schema: { type: 'string', const: NOTIFICATION_ACCEPTED } } },
      },
      default: { description: 'Anything else: it is sent again, eight times over 28 hours.' },
    },
  };
}

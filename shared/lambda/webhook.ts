import middy from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { OpenedContent } from '../codec/content.ts';
import type { NotificationType } from '../contract/notifications.ts';
import type { Webhook } from '../contract/webhooks.ts';
import type { Effect } from '../inbox/message.ts';
import { receive } from '../inbox/receive.ts';
import type { Platform } from '../platform/platform.ts';
import type { Told } from '../upstreams/told.ts';
import { acknowledge } from './acknowledge.ts';
import { authenticateNotification } from './authenticate-upstream.ts';
import { cloudPlatform } from './cloud-platform.ts';
import type { OperationHandler } from './operation.ts';
import { requestId } from './request-id.ts';
import { type Session, toldOf } from './session.ts';

/**
 * The Lambda of one type of the upstream's door: envelope open → upstream known, enabled and entitled, address allowed →
 * kept as it came → schema check → effect → `SUCCESS` (contract section 5).
 */
export function webhook<Type extends NotificationType>(
  entry: Webhook<Type>,
  effect: Effect<Type>,
  platform: Platform = cloudPlatform(process.env),
): OperationHandler {
  const pipeline = middy<APIGatewayProxyEvent, unknown, Error, Context, Session>()
    .use(requestId())
    .use(acknowledge(entry))
    .use(authenticateNotification(platform, entry.type))
    .before((invocation) => {
      const { content = {}, text = '' } = invocation.internal;
      // middy hands its handler the event: from here on that is the content and who told it.
      Object.assign(invocation, { event: { opened: { content, text }, told: toldOf(invocation) } });
    })
    .handler((authenticated: unknown) => {
      const { opened, told } = authenticated as { opened: OpenedContent; told: Told };
      return receive(entry.type, opened, told, effect);
    });
  return pipeline as unknown as OperationHandler;
}

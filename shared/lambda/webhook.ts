import middy from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { type NotificationType, notifications, type ReceivedContent } from '../contract/notifications.ts';
import type { Webhook } from '../contract/webhooks.ts';
import type { Platform } from '../platform/platform.ts';
import type { Told } from '../upstreams/told.ts';
import { acknowledge } from './acknowledge.ts';
import { authenticateNotification } from './authenticate-upstream.ts';
import { checkRequest } from './check-request.ts';
import { cloudPlatform } from './cloud-platform.ts';
import { logger } from './logger.ts';
import type { OperationHandler } from './operation.ts';
import { type Session, toldOf } from './session.ts';

/**
 * What a message of an upstream brings about, in domain words: it returns once that is durable, and quietly when it was
 * told before.
 */
export type Effect<Type extends NotificationType> = (
  content: ReceivedContent<Type>,
  told: Told,
) => Promise<void>;

/**
 * The Lambda of one type of the upstream's door: envelope open → upstream known, enabled and entitled, address allowed →
 * schema check → effect → `SUCCESS` (contract section 5).
 */
export function webhook<Type extends NotificationType>(
  entry: Webhook<Type>,
  effect: Effect<Type>,
  platform: Platform = cloudPlatform(process.env),
): OperationHandler {
  const pipeline = middy<APIGatewayProxyEvent, unknown, Error, Context, Session>()
    .before(() => logger.resetKeys())
    .use(acknowledge(entry))
    .use(authenticateNotification(platform, entry.type))
    .use(checkRequest(notifications[entry.type].received))
    .before((invocation) => {
      // middy hands its handler the event: from here on that is the checked content and who told it.
      Object.assign(invocation, {
        event: { content: invocation.internal.content, told: toldOf(invocation) },
      });
    })
    .handler((checked: unknown) => {
      const { content, told } = checked as { content: ReceivedContent<Type>; told: Told };
      return effect(content, told);
    });
  return pipeline as unknown as OperationHandler;
}

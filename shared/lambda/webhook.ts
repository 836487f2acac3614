import middy from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Dependencies } from '../domain/dependencies.ts';
import type { MessageHandler } from '../domain/inbox/inbound-message.ts';
import { receiveMessage } from '../domain/inbox/receive-message.ts';
import type { UpstreamCall } from '../domain/upstream-call.ts';
import type { OpenedContent } from '../wire/codec/content.ts';
import type { NotificationType } from '../wire/contract/notifications.ts';
import type { Webhook } from '../wire/contract/webhooks.ts';
import { acknowledge } from './acknowledge.ts';
import { authenticateNotification } from './authenticate-upstream.ts';
import { awsDependencies } from './aws-dependencies.ts';
import type { ApiGatewayHandler } from './merchant-operation.ts';
import { requestId } from './request-id.ts';
import { type Session, upstreamCallOf } from './session.ts';

/**
 * The Lambda of one type of the upstream's door: envelope open → upstream known, enabled and entitled, address allowed →
 * kept as it came → schema check → effect → `SUCCESS` (contract section 5).
 */
export function webhook<Type extends NotificationType>(
  entry: Webhook<Type>,
  handle: MessageHandler<Type>,
  deps: Dependencies = awsDependencies(process.env),
): ApiGatewayHandler {
  const pipeline = middy<APIGatewayProxyEvent, unknown, Error, Context, Session>()
    .use(requestId())
    .use(acknowledge(entry))
    .use(authenticateNotification(deps, entry.type))
    .before((invocation) => {
      const { content = {}, text = '' } = invocation.internal;
      // middy hands its handler the event: from here on that is the content and who told it.
      Object.assign(invocation, { event: { opened: { content, text }, told: upstreamCallOf(invocation) } });
    })
    .handler((authenticated: unknown) => {
      const { opened, told } = authenticated as { opened: OpenedContent; told: UpstreamCall };
      return receiveMessage(entry.type, opened, told, handle);
    });
  return pipeline as unknown as ApiGatewayHandler;
}

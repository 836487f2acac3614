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
 * The Lambda of a webhook for upstreams (contract section 5): open the envelope → authenticate the upstream, check its
 * address and permissions → store the message as received → validate → handle → respond `SUCCESS`.
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
      // middy passes the event to the handler: from here on it is the content and the upstream's call.
      Object.assign(invocation, { event: { opened: { content, text }, call: upstreamCallOf(invocation) } });
    })
    .handler((authenticated: unknown) => {
      const { opened, call } = authenticated as { opened: OpenedContent; call: UpstreamCall };
      return receiveMessage(entry.type, opened, call, handle);
    });
  return pipeline as unknown as ApiGatewayHandler;
}

import type { Dependencies } from '../domain/dependencies.ts';
import type { MessageHandler } from '../domain/inbox/inbound-message.ts';
import { receiveMessage } from '../domain/inbox/receive-message.ts';
import type { NotificationType } from '../wire/contract/notifications.ts';
import type { Webhook } from '../wire/contract/webhooks.ts';
import { acknowledge } from './acknowledge.ts';
import { authenticateNotification } from './authenticate-upstream.ts';
import { awsDependencies } from './aws-dependencies.ts';
import { type ApiGatewayHandler, pipeline } from './pipeline.ts';
import { upstreamCallOf } from './session.ts';

/**
 * The Lambda of a webhook for upstreams (contract section 5): open the envelope → authenticate the upstream, check its
 * address and permissions → store the message as received → validate → handle → respond `SUCCESS`.
 */
export function webhook<Type extends NotificationType>(
  entry: Webhook<Type>,
  handle: MessageHandler<Type>,
  deps: Dependencies = awsDependencies(process.env),
): ApiGatewayHandler {
  return pipeline({
    steps: [acknowledge(entry), authenticateNotification(deps, entry.type)],
    input: (invocation) => {
      const { content = {}, text = '' } = invocation.internal;
      return { opened: { content, text }, call: upstreamCallOf(invocation) };
    },
    handle: ({ opened, call }) => receiveMessage(entry.type, opened, call, handle),
  });
}

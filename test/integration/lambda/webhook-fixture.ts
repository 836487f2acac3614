import type { MessageHandler } from '../../../shared/domain/inbox/inbound-message.ts';
import { onboardUpstream } from '../../../shared/domain/parties/onboarding.ts';
import type { Upstream } from '../../../shared/domain/parties/upstream.ts';
import type { ApiGatewayHandler } from '../../../shared/lambda/pipeline.ts';
import { webhook } from '../../../shared/lambda/webhook.ts';
import { sealNotification, sealRequest } from '../../../shared/wire/codec/envelope.ts';
import { generateRsaKeyPair, importPrivateKey, type RsaPrivateKey } from '../../../shared/wire/codec/keys.ts';
import type { NotificationType } from '../../../shared/wire/contract/notifications.ts';
import { webhooks } from '../../../shared/wire/contract/webhooks.ts';
import { saveUpstream } from '../../support/fixtures/save-parties.ts';
import type { TestPlatform } from '../../support/fixtures/test-platform.ts';
import { ALL_PERMISSIONS } from '../../support/fixtures/upstream-permissions.ts';
import { apiEvent, invoke } from './api-fixture.ts';

/** An upstream that seals with its own key. */
export interface WebhookUpstream {
  readonly upstream: Upstream;
  readonly privateKey: RsaPrivateKey;
  /** Returns a notification's body; `changes` go into the envelope unchecked. */
  notification(type: string, content: object, changes?: object): string;
  request(content: object): string;
}

/** Onboards an upstream; `changes` go into its record unchecked. */
export async function openWebhookUpstream(
  fixture: TestPlatform,
  userNo: string,
  changes: Partial<Upstream> = {},
): Promise<WebhookUpstream> {
  const pair = await generateRsaKeyPair(1024);
  const input = {
    userNo,
    name: `Upstream ${userNo}`,
    publicKey: pair.publicKey,
    issuer: 'embedded' as const,
    ...ALL_PERMISSIONS,
    allowedAddresses: [],
  };
  const onboarded = await onboardUpstream(fixture.deps.store, fixture.sealer, input, 1024);
  const upstream = { ...onboarded, ...changes };
  await saveUpstream(fixture.deps.store, upstream);
  const privateKey = importPrivateKey(pair.privateKey);
  return {
    upstream,
    privateKey,
    notification: (type, content, more = {}) =>
      JSON.stringify({ ...sealNotification(type, content, userNo, privateKey), ...more }),
    request: (content) => JSON.stringify(sealRequest(content, userNo, privateKey)),
  };
}

/** Returns the Lambda of one message type over the test platform. */
export const webhookHandler = <Type extends NotificationType>(
  fixture: TestPlatform,
  type: Type,
  effect: MessageHandler<Type>,
): ApiGatewayHandler => webhook(webhooks[type] as never, effect as never, fixture.deps);

/** Returns the status and text of the response to a body. */
export async function responseTo(
  handler: ApiGatewayHandler,
  body: string | null,
  sourceIp?: string,
): Promise<string> {
  const event = apiEvent(body, sourceIp === undefined ? {} : { sourceIp });
  const answer = await invoke(handler, event);
  return `${answer.statusCode} ${answer.headers?.['content-type']} ${answer.body}`;
}

import { sealNotification, sealRequest } from '../../../shared/codec/envelope.ts';
import { generateRsaKeyPair, importPrivateKey, type RsaPrivateKey } from '../../../shared/codec/keys.ts';
import type { NotificationType } from '../../../shared/contract/notifications.ts';
import { webhooks } from '../../../shared/contract/webhooks.ts';
import type { Effect } from '../../../shared/inbox/message.ts';
import type { OperationHandler } from '../../../shared/lambda/operation.ts';
import { webhook } from '../../../shared/lambda/webhook.ts';
import { onboardUpstream } from '../../../shared/upstreams/onboard.ts';
import type { Upstream } from '../../../shared/upstreams/upstream.ts';
import { saveUpstream } from '../../support/records.ts';
import { EVERY_RIGHT } from '../../support/rights.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { apiEvent, invoke } from '../pipeline/api.ts';

/** An upstream that seals with its own key. */
export interface DoorUpstream {
  readonly upstream: Upstream;
  readonly privateKey: RsaPrivateKey;
  /** A notification's body; `changes` go into the envelope as they are. */
  notification(type: string, content: object, changes?: object): string;
  request(content: object): string;
}

/** Onboards an upstream; `changes` go into its record as they are. */
export async function openDoorUpstream(
  world: TestPlatform,
  userNo: string,
  changes: Partial<Upstream> = {},
): Promise<DoorUpstream> {
  const pair = await generateRsaKeyPair(1024);
  const asked = {
    userNo,
    name: `Upstream ${userNo}`,
    publicKey: pair.publicKey,
    issuer: 'embedded' as const,
    ...EVERY_RIGHT,
    allowedAddresses: [],
  };
  const onboarded = await onboardUpstream(world.platform.store, world.sealer, asked, 1024);
  const upstream = { ...onboarded, ...changes };
  await saveUpstream(world.platform.store, upstream);
  const privateKey = importPrivateKey(pair.privateKey);
  return {
    upstream,
    privateKey,
    notification: (type, content, more = {}) =>
      JSON.stringify({ ...sealNotification(type, content, userNo, privateKey), ...more }),
    request: (content) => JSON.stringify(sealRequest(content, userNo, privateKey)),
  };
}

/** The Lambda of one type over the test platform. */
export const doorOf = <Type extends NotificationType>(
  world: TestPlatform,
  type: Type,
  effect: Effect<Type>,
): OperationHandler => webhook(webhooks[type] as never, effect as never, world.platform);

/** Status and text that a body is answered with. */
export async function told(
  handler: OperationHandler,
  body: string | null,
  sourceIp?: string,
): Promise<string> {
  const event = apiEvent(body, sourceIp === undefined ? {} : { sourceIp });
  const answer = await invoke(handler, event);
  return `${answer.statusCode} ${answer.headers?.['content-type']} ${answer.body}`;
}

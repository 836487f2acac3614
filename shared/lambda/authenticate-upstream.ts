import { hash } from 'node:crypto';
import { openWithAny } from '../codec/any-key.ts';
import { withoutEmptyBlocks } from '../codec/blocks.ts';
import {
  ENVELOPE_DATA_TYPE,
  ENVELOPE_VERSION,
  openNotificationText,
  openRequest,
  parseNotificationEnvelope,
  parseRequestEnvelope,
} from '../codec/envelope.ts';
import type { RsaPublicKey } from '../codec/keys.ts';
import { EnvelopeNotSupported, SourceAddressNotAllowed } from '../contract/errors.ts';
import type { NotificationType } from '../contract/notifications.ts';
import { isAllowed } from '../merchants/addresses.ts';
import type { Platform } from '../platform/platform.ts';
import { assertMayTell } from '../upstreams/rights.ts';
import { findUpstream, type Upstream } from '../upstreams/upstream.ts';
import { logger } from './logger.ts';
import { notAdmitted } from './refused-sign-in.ts';
import { bodyOf, type Invocation, uniform } from './session.ts';
import { assertLength, boundedSignIn } from './sign-in.ts';
import { checkSignature } from './signature.ts';

/** Opens a notification of an upstream (contract section 5): its type is the path's, and one that the upstream may tell. */
export function authenticateNotification(platform: Platform, type: NotificationType) {
  return boundedSignIn(platform, async (invocation, enter) => {
    const envelope = uniform(() => parseNotificationEnvelope(bodyOf(invocation.event)));
    invocation.internal.userNo = envelope.userNo;
    enter(envelope.userNo);
    assertLength(envelope.data);
    const upstream = await upstreamOf(platform, envelope.userNo);
    checkSignature(platform, invocation.event, upstream);
    const { opened, id } = uniform(() =>
      openWithAny(platform.counterpartyKeys.publicKeys(upstream), (key) => ({
        opened: openNotificationText(envelope, key),
        id: messageIdOf(envelope.data, key),
      })),
    );
    Object.assign(invocation.internal, opened);
    admit(platform, invocation, upstream, id);
    assertMayTell(upstream, type);
    if (envelope.version !== ENVELOPE_VERSION) throw new EnvelopeNotSupported('version');
    if (envelope.type !== type) throw new EnvelopeNotSupported('type');
  });
}

/** Opens a card network's request, which has the envelope of an operation's. */
export function authenticateNetwork(platform: Platform) {
  return boundedSignIn(platform, async (invocation, enter) => {
    const envelope = uniform(() => parseRequestEnvelope(bodyOf(invocation.event)));
    invocation.internal.userNo = envelope.userNo;
    enter(envelope.userNo);
    assertLength(envelope.dataContent);
    const upstream = await upstreamOf(platform, envelope.userNo);
    const signature = checkSignature(platform, invocation.event, upstream);
    const { content, id } = uniform(() =>
      openWithAny(platform.counterpartyKeys.publicKeys(upstream), (key) => ({
        content: openRequest(envelope, key),
        id: messageIdOf(envelope.dataContent, key),
      })),
    );
    Object.assign(invocation.internal, { content, signature });
    admit(platform, invocation, upstream, id);
    assertMayTell(upstream, 'authorize');
    if (envelope.version !== ENVELOPE_VERSION) throw new EnvelopeNotSupported('version');
    if (envelope.dataType !== ENVELOPE_DATA_TYPE) throw new EnvelopeNotSupported('dataType');
  });
}

async function upstreamOf(platform: Platform, userNo: string): Promise<Upstream> {
  const upstream = await findUpstream(platform.store, userNo);
  if (!upstream?.enabled) throw notAdmitted(upstream ? 'disabled upstream' : 'unknown upstream');
  return upstream;
}

/**
 * Of the ciphertext: nobody without the upstream's private key can compute it from a guessed content. And of the blocks that
 * say something alone: with empty ones added, a captured message is no other one.
 */
const messageIdOf = (ciphertext: string, key: RsaPublicKey): string =>
  hash('sha256', withoutEmptyBlocks(ciphertext, key));

/** The message is the upstream's: from here on refusals say why. */
function admit(
  platform: Platform,
  { event, internal }: Invocation,
  upstream: Upstream,
  messageId: string,
): void {
  const correlationId = event.requestContext.requestId;
  logger.appendKeys({ upstream: upstream.userNo });
  internal.told = { platform, upstream, messageId, correlationId };
  if (!isAllowed(upstream.allowedAddresses, event.requestContext.identity.sourceIp))
    throw new SourceAddressNotAllowed();
}

import { hash } from 'node:crypto';
import type { Dependencies } from '../domain/dependencies.ts';
import { isAllowed } from '../domain/parties/ip-allow-list.ts';
import { findUpstream, type Upstream } from '../domain/parties/upstream.ts';
import type { UpstreamMemory } from '../domain/parties/upstream-memory.ts';
import { assertMaySend } from '../domain/parties/upstream-permissions.ts';
import { stripEmptyBlocks } from '../wire/codec/blocks.ts';
import {
  ENVELOPE_DATA_TYPE,
  ENVELOPE_VERSION,
  openNotificationWithText,
  openRequest,
  parseNotificationEnvelope,
  parseRequestEnvelope,
  type RequestEnvelope,
} from '../wire/codec/envelope.ts';
import type { RsaPublicKey } from '../wire/codec/keys.ts';
import { tryKeys } from '../wire/codec/try-keys.ts';
import type { NotificationType } from '../wire/contract/notifications.ts';
import { EnvelopeNotSupported, SourceAddressNotAllowed } from '../wire/errors.ts';
import { logger } from './logger.ts';
import { checkSignature } from './message-signature.ts';
import { senderRejected } from './refused-sign-in.ts';
import { bodyOf, type Invocation, maskFailures } from './session.ts';
import { assertCiphertextLength, throttledSignIn } from './sign-in.ts';

/**
 * Middleware that authenticates an upstream and opens its notification (contract section 5).
 *
 * @throws AuthenticationFailed when the upstream is not authenticated or the content cannot be opened
 * @throws TooManyRequests when too many sign-ins from the address have failed
 * @throws SourceAddressNotAllowed when the address is not on the upstream's allow-list
 * @throws NotEntitled when the upstream may not send this type
 * @throws EnvelopeNotSupported when the version is not supported or the type is not the path's
 */
export function authenticateNotification(deps: Dependencies, type: NotificationType) {
  return throttledSignIn(deps, async (invocation, checkFailures) => {
    const envelope = maskFailures(() => parseNotificationEnvelope(bodyOf(invocation.event)));
    invocation.internal.userNo = envelope.userNo;
    checkFailures(envelope.userNo);
    assertCiphertextLength(envelope.data);
    const upstream = await enabledUpstreamOf(deps, envelope.userNo);
    checkSignature(deps, invocation.event, upstream);
    const { opened, id } = maskFailures(() =>
      tryKeys(deps.counterpartyKeys.publicKeys(upstream), (key) => ({
        opened: openNotificationWithText(envelope, key),
        id: messageIdOf(envelope.data, key),
      })),
    );
    Object.assign(invocation.internal, opened);
    admitUpstream(deps, invocation, upstream, id);
    assertMaySend(upstream, type);
    if (envelope.version !== ENVELOPE_VERSION) throw new EnvelopeNotSupported('version');
    if (envelope.type !== type) throw new EnvelopeNotSupported('type');
  });
}

/**
 * Middleware that authenticates a card network and opens its request, which has the envelope of an operation. It begins
 * with the upstream's record as `memory` has it, which is confirmed later: see `confirmUpstream`. Whatever that record
 * would refuse is refused on the strength of the current one only.
 *
 * @throws the same errors as authenticateNotification
 */
export function authenticateNetwork(deps: Dependencies, memory: UpstreamMemory) {
  return throttledSignIn(deps, async (invocation, checkFailures) => {
    const envelope = maskFailures(() => parseRequestEnvelope(bodyOf(invocation.event)));
    invocation.internal.userNo = envelope.userNo;
    checkFailures(envelope.userNo);
    assertCiphertextLength(envelope.dataContent);
    const remembered = memory.recall(envelope.userNo);
    if (remembered && isAdmitted(() => admitNetwork(deps, invocation, envelope, remembered.upstream))) {
      invocation.internal.remembered = remembered;
      return;
    }
    // Nothing of the attempt with the remembered record stays, so that no refusal is signed on its strength.
    for (const left of ['upstreamCall', 'signature', 'content']) delete invocation.internal[left];
    const upstream = assertEnabled(await memory.read(envelope.userNo));
    admitNetwork(deps, invocation, envelope, upstream);
  });
}

function isAdmitted(admit: () => void): boolean {
  try {
    admit();
    return true;
  } catch {
    return false;
  }
}

/** Checks and opens the request with the keys and rights in the upstream's record. */
function admitNetwork(
  deps: Dependencies,
  invocation: Invocation,
  envelope: RequestEnvelope,
  upstream: Upstream,
): void {
  const signature = checkSignature(deps, invocation.event, upstream);
  const { content, id } = maskFailures(() =>
    tryKeys(deps.counterpartyKeys.publicKeys(upstream), (key) => ({
      content: openRequest(envelope, key),
      id: messageIdOf(envelope.dataContent, key),
    })),
  );
  Object.assign(invocation.internal, { content, signature });
  admitUpstream(deps, invocation, upstream, id);
  assertMaySend(upstream, 'authorize');
  if (envelope.version !== ENVELOPE_VERSION) throw new EnvelopeNotSupported('version');
  if (envelope.dataType !== ENVELOPE_DATA_TYPE) throw new EnvelopeNotSupported('dataType');
}

const enabledUpstreamOf = async (deps: Dependencies, userNo: string): Promise<Upstream> =>
  assertEnabled(await findUpstream(deps.store, userNo));

function assertEnabled(upstream: Upstream | undefined): Upstream {
  if (!upstream?.enabled) throw senderRejected(upstream ? 'disabled upstream' : 'unknown upstream');
  return upstream;
}

/**
 * Hashes the ciphertext, so that nobody without the upstream's private key can compute the id from guessed content.
 * Empty blocks are left out, so that adding some does not turn a captured message into a new one.
 */
const messageIdOf = (ciphertext: string, key: RsaPublicKey): string =>
  hash('sha256', stripEmptyBlocks(ciphertext, key));

/** Records the authenticated upstream. From here on, refusals say why. */
function admitUpstream(
  deps: Dependencies,
  { event, internal }: Invocation,
  upstream: Upstream,
  messageId: string,
): void {
  const correlationId = event.requestContext.requestId;
  logger.appendKeys({ upstream: upstream.userNo });
  internal.upstreamCall = { deps, upstream, messageId, correlationId };
  if (!isAllowed(upstream.allowedAddresses, event.requestContext.identity.sourceIp))
    throw new SourceAddressNotAllowed();
}

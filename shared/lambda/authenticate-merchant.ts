import type { Dependencies } from '../domain/dependencies.ts';
import { isAllowed, isListed } from '../domain/parties/ip-allow-list.ts';
import { findMerchant } from '../domain/parties/merchant.ts';
import {
  ENVELOPE_DATA_TYPE,
  ENVELOPE_VERSION,
  openRequest,
  parseRequestEnvelope,
  type RequestEnvelope,
} from '../wire/codec/envelope.ts';
import type { RsaKey } from '../wire/codec/keys.ts';
import { tryKeys } from '../wire/codec/try-keys.ts';
import type { Operation } from '../wire/contract/operations/operation.ts';
import { EnvelopeNotSupported, SourceAddressNotAllowed } from '../wire/errors.ts';
import { logger } from './logger.ts';
import { checkSignature } from './message-signature.ts';
import { senderRejected } from './refused-sign-in.ts';
import { bodyOf, maskFailures } from './session.ts';
import { assertCiphertextLength, throttledSignIn } from './sign-in.ts';

/** The most ciphertext that is opened with a private key: at 4096 bits that takes 5 ms a block of half a kilobyte. */
const MAX_PRIVATE_KEY_CIPHERTEXT_BYTES = 256 * 1024;
const blocksIn = ({ dataContent }: RequestEnvelope, { modulusBytes }: RsaKey): number =>
  dataContent.length / (2 * modulusBytes);

const maxCiphertextBytes = ({ kind }: RsaKey) =>
  kind === 'private' ? MAX_PRIVATE_KEY_CIPHERTEXT_BYTES : undefined;

/**
 * Opens the request: who sent it, and what it says. Every fault until both are known is one AuthenticationFailed, so
 * that no answer tells an unknown merchant from a disabled one or a wrong key (contract section 1). Where too many of them
 * come from one address, all that follows is TooManyRequests, whoever it claims to be.
 */
export function authenticateMerchant(
  deps: Dependencies,
  { hasImages = false }: Pick<Operation, 'hasImages'>,
) {
  return throttledSignIn(deps, async ({ event, internal }, checkFailures) => {
    const correlationId = event.requestContext.requestId;
    const envelope = maskFailures(() => parseRequestEnvelope(bodyOf(event)));
    internal.userNo = envelope.userNo;
    checkFailures(envelope.userNo);
    assertCiphertextLength(envelope.dataContent, hasImages);
    const merchant = await findMerchant(deps.store, envelope.userNo);
    if (!merchant?.enabled) throw senderRejected(merchant ? 'disabled merchant' : 'unknown merchant');
    const signature = checkSignature(deps, event, merchant);
    const allowed = isAllowed(merchant.allowedAddresses, event.requestContext.identity.sourceIp);
    // With the platform's public key anybody can seal a request: there the signature or the address authenticates.
    const isNamed = isListed(merchant.allowedAddresses, event.requestContext.identity.sourceIp);
    if (merchant.requestCipher === 'platform-public' && !signature && !isNamed)
      throw senderRejected('neither signed nor from a listed address');
    const keys = await deps.counterpartyKeys.requestKeys(merchant);
    const opened = maskFailures(() =>
      tryKeys(keys, (key) => ({ content: openRequest(envelope, key, maxCiphertextBytes(key)), key })),
    );
    internal.content = opened.content;
    internal.blocks = blocksIn(envelope, opened.key);
    logger.appendKeys({ userNo: merchant.userNo });
    internal.signature = signature;
    internal.merchantCall = { deps, merchant, ...(signature && { signed: true }), correlationId };
    if (envelope.version !== ENVELOPE_VERSION) throw new EnvelopeNotSupported('version');
    if (envelope.dataType !== ENVELOPE_DATA_TYPE) throw new EnvelopeNotSupported('dataType');
    if (!allowed) throw new SourceAddressNotAllowed();
  });
}

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

/** Limit for ciphertext that is opened with a private key, in bytes. At 4096 bits a block of 512 bytes takes 5 ms. */
const MAX_PRIVATE_KEY_CIPHERTEXT_BYTES = 256 * 1024;
const blocksIn = ({ dataContent }: RequestEnvelope, { modulusBytes }: RsaKey): number =>
  dataContent.length / (2 * modulusBytes);

const maxCiphertextBytes = ({ kind }: RsaKey) =>
  kind === 'private' ? MAX_PRIVATE_KEY_CIPHERTEXT_BYTES : undefined;

/**
 * Middleware that authenticates the merchant and opens the request. Every fault before both are done is the same
 * AuthenticationFailed, so that a response does not reveal whether the merchant is unknown, disabled or used a wrong
 * key (contract section 1). After too many of them from one address, further requests from there get TooManyRequests.
 *
 * @throws AuthenticationFailed when the merchant is not authenticated or the content cannot be opened
 * @throws TooManyRequests when too many sign-ins from the address have failed
 * @throws EnvelopeNotSupported when version or dataType is not supported
 * @throws SourceAddressNotAllowed when the address is not on the merchant's allow-list
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
    // Anyone can seal a request with the platform's public key, so then the signature or the address authenticates.
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

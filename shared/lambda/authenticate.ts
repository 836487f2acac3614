import { openWithAny } from '../codec/any-key.ts';
import {
  ENVELOPE_DATA_TYPE,
  ENVELOPE_VERSION,
  openRequest,
  parseRequestEnvelope,
  type RequestEnvelope,
} from '../codec/envelope.ts';
import type { RsaKey } from '../codec/keys.ts';
import { EnvelopeNotSupported, SourceAddressNotAllowed } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import { isAllowed, isListed } from '../merchants/addresses.ts';
import { findMerchant } from '../merchants/merchant.ts';
import type { Platform } from '../platform/platform.ts';
import { logger } from './logger.ts';
import { notAdmitted } from './refused-sign-in.ts';
import { bodyOf, uniform } from './session.ts';
import { assertLength, boundedSignIn } from './sign-in.ts';
import { checkSignature } from './signature.ts';

/** The most ciphertext that is opened with a private key: at 4096 bits that takes 5 ms a block of half a kilobyte. */
const PRIVATE_KEY_BYTES = 256 * 1024;
const blocksIn = ({ dataContent }: RequestEnvelope, { modulusBytes }: RsaKey): number =>
  dataContent.length / (2 * modulusBytes);

const limitOf = ({ kind }: RsaKey) => (kind === 'private' ? PRIVATE_KEY_BYTES : undefined);

/**
 * Opens the request: who sent it, and what it says. Every fault until both are known is one AuthenticationFailed, so
 * that no answer tells an unknown merchant from a disabled one or a wrong key (contract section 1). Where too many of them
 * come from one address, all that follows is TooManyRequests, whoever it claims to be.
 */
export function authenticate(platform: Platform, { pictures = false }: Pick<Operation, 'pictures'>) {
  return boundedSignIn(platform, async ({ event, internal }, admit) => {
    const correlationId = event.requestContext.requestId;
    const envelope = uniform(() => parseRequestEnvelope(bodyOf(event)));
    internal.userNo = envelope.userNo;
    admit(envelope.userNo);
    assertLength(envelope.dataContent, pictures);
    const merchant = await findMerchant(platform.store, envelope.userNo);
    if (!merchant?.enabled) throw notAdmitted(merchant ? 'disabled merchant' : 'unknown merchant');
    const signature = checkSignature(platform, event, merchant);
    const allowed = isAllowed(merchant.allowedAddresses, event.requestContext.identity.sourceIp);
    // With the platform's public key anybody can seal a request: there the signature or the address authenticates.
    const isNamed = isListed(merchant.allowedAddresses, event.requestContext.identity.sourceIp);
    if (merchant.requestCipher === 'platform-public' && !signature && !isNamed)
      throw notAdmitted('neither signed nor from a listed address');
    const keys = await platform.counterpartyKeys.requestKeys(merchant);
    const opened = uniform(() =>
      openWithAny(keys, (key) => ({ content: openRequest(envelope, key, limitOf(key)), key })),
    );
    internal.content = opened.content;
    internal.blocks = blocksIn(envelope, opened.key);
    logger.appendKeys({ userNo: merchant.userNo });
    internal.signature = signature;
    internal.call = { platform, merchant, ...(signature && { signed: true }), correlationId };
    if (envelope.version !== ENVELOPE_VERSION) throw new EnvelopeNotSupported('version');
    if (envelope.dataType !== ENVELOPE_DATA_TYPE) throw new EnvelopeNotSupported('dataType');
    if (!allowed) throw new SourceAddressNotAllowed();
  });
}

import type { CardDataMode } from '../../wire/codec/card-data.ts';
import { importPublicKey } from '../../wire/codec/keys.ts';
import type { Counterparty } from './counterparty.ts';
import { partyKeys } from './key-registry.ts';

/** The smallest modulus for RSA-OAEP-256, bytes. */
const MIN_MODULUS_BYTES = 256;

/** A key of the merchant or of the platform is too small for JWE. */
class KeyTooSmall extends Error {
  override readonly name = 'KeyTooSmall';
  constructor() {
    super('card data as JWE needs keys of at least 2048 bits on both sides');
  }
}

/** @throws KeyTooSmall when the merchant's card data is JWE and one of the keys is too small for it */
export function assertJweKeySizes(party: Counterparty & { readonly cardData?: CardDataMode }): void {
  if (party.cardData !== 'jwe') return;
  const sizes = partyKeys(party).map(({ publicKey }) => importPublicKey(publicKey).modulusBytes);
  if (sizes.some((bytes) => bytes < MIN_MODULUS_BYTES)) throw new KeyTooSmall();
}

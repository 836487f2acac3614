import type { CardDataMode } from '../../wire/codec/card-data.ts';
import { importPublicKey } from '../../wire/codec/keys.ts';
import type { Counterparty } from './counterparty.ts';
import { partyKeys } from './key-registry.ts';

/** Bytes of the smallest modulus that RSA-OAEP-256 is used with. */
const MIN_MODULUS_BYTES = 256;

/** A key of the merchant's or of ours is too small for JWE. */
export class KeyTooSmall extends Error {
  override readonly name = 'KeyTooSmall';
  constructor() {
    super('card data as JWE takes keys of 2048 bits at least, on both sides');
  }
}

/** @throws KeyTooSmall where card data is JWE and one of the keys cannot be used for it */
export function assertJweKeySizes(party: Counterparty & { readonly cardData?: CardDataMode }): void {
  if (party.cardData !== 'jwe') return;
  const sizes = partyKeys(party).map(({ publicKey }) => importPublicKey(publicKey).modulusBytes);
  if (sizes.some((bytes) => bytes < MIN_MODULUS_BYTES)) throw new KeyTooSmall();
}

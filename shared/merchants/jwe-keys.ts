import type { CardDataMode } from '../codec/card-data.ts';
import { importPublicKey } from '../codec/keys.ts';
import type { Counterparty } from './counterparty.ts';
import { keysOf } from './key-claims.ts';

/** Bytes of the smallest modulus that RSA-OAEP-256 is used with. */
const LEAST_MODULUS_BYTES = 256;

/** A key of the merchant's or of ours is too small for JWE. */
export class KeyTooSmall extends Error {
  override readonly name = 'KeyTooSmall';
  constructor() {
    super('card data as JWE takes keys of 2048 bits at least, on both sides');
  }
}

/** @throws KeyTooSmall where card data is JWE and one of the keys cannot be used for it */
export function assertKeysFit(party: Counterparty & { readonly cardData?: CardDataMode }): void {
  if (party.cardData !== 'jwe') return;
  const sizes = keysOf(party).map(({ publicKey }) => importPublicKey(publicKey).modulusBytes);
  if (sizes.some((bytes) => bytes < LEAST_MODULUS_BYTES)) throw new KeyTooSmall();
}

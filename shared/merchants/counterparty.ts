import { exportPem, generateRsaKeyPair, importPublicKey, type RsaModulusBits } from '../codec/keys.ts';
import type { Key } from '../store/store.ts';
import type { Sealed, Sealer } from '../vault/sealer.ts';

/** Whoever exchanges envelopes with the platform, with the keys of both sides. */
export interface Counterparty {
  /** At most 11 digits. */
  readonly userNo: string;
  readonly name: string;
  readonly enabled: boolean;
  /** SPKI PEM: what its envelopes are opened with. */
  readonly publicKey: string;
  /** SPKI PEM: what it opens ours with. */
  readonly platformPublicKey: string;
  /** PKCS#8 PEM, sealed for the context that is its record's key. */
  readonly platformPrivateKey: Sealed;
  /** Addresses and CIDR ranges it may call from; empty: from anywhere. */
  readonly allowedAddresses: readonly string[];
}

/** What an operator does not say of a new counterparty, because it is made here. */
export type MadeHere = 'platformPublicKey' | 'platformPrivateKey' | 'enabled';

/**
 * A counterparty with a platform key pair of its own, whose private half is sealed for its record; its
 * `platformPublicKey` is to be handed over.
 */
export async function withPlatformKey<Asked extends Omit<Counterparty, MadeHere>>(
  sealer: Sealer,
  asked: Asked,
  record: Key,
  platformKeyBits: RsaModulusBits,
): Promise<Asked & Pick<Counterparty, MadeHere>> {
  const pair = await generateRsaKeyPair(platformKeyBits);
  return {
    ...asked,
    publicKey: exportPem(importPublicKey(asked.publicKey)),
    enabled: true,
    platformPublicKey: pair.publicKey,
    platformPrivateKey: await sealer.seal(pair.privateKey, record.pk),
  };
}

import { exportPem, generateRsaKeyPair, type RsaModulusBits } from '../codec/keys.ts';
import { acceptPublicKey } from '../codec/modulus.ts';
import type { Key } from '../store/store.ts';
import type { Sealed, Sealer } from '../vault/sealer.ts';

/** A public key, SPKI PEM. */
export interface PublicKey {
  readonly publicKey: string;
}

/** A key pair of the platform's for one counterparty. */
export interface PlatformKey extends PublicKey {
  /** PKCS#8 PEM, sealed for the context that is the counterparty's record's key. */
  readonly privateKey: Sealed;
}

/** A key that takes another's place. Epoch milliseconds; without them it waits to be activated. */
export interface Rotation<Pair> {
  readonly next: Pair;
  /** From then on the next key is the present one. */
  readonly from?: number;
  /** Until then the key before is good as well. */
  readonly until?: number;
}

/** Whoever exchanges envelopes with the platform, with the keys of both sides: which are good when, `rotation.ts` says. */
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
  /** What takes the place of `publicKey`. */
  readonly publicKeyRotation?: Rotation<PublicKey> | undefined;
  /** What takes the place of the platform's keys. */
  readonly platformKeyRotation?: Rotation<PlatformKey> | undefined;
  /** Addresses and CIDR ranges it may call from; empty: from anywhere. */
  readonly allowedAddresses: readonly string[];
  /** One more with every change of the record; absent in records of before. */
  readonly version?: number;
  /** Whatever it sends is refused unsigned, and whatever it is sent is signed (contract section 1.1). */
  readonly requireSignature?: boolean;
}

/** What an operator does not say of a new counterparty, because it is made here. */
export type MadeHere =
  | 'platformPublicKey'
  | 'platformPrivateKey'
  | 'publicKeyRotation'
  | 'platformKeyRotation'
  | 'version'
  | 'enabled';

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
  const { publicKey, privateKey } = await makePlatformKey(sealer, record, platformKeyBits);
  return {
    ...asked,
    publicKey: exportPem(acceptPublicKey(asked.publicKey)),
    enabled: true,
    platformPublicKey: publicKey,
    platformPrivateKey: privateKey,
  };
}

/** A new key pair of the platform's for the counterparty of this record. */
export async function makePlatformKey(
  sealer: Sealer,
  record: Key,
  bits: RsaModulusBits,
): Promise<PlatformKey> {
  const { publicKey, privateKey } = await generateRsaKeyPair(bits);
  return { publicKey, privateKey: await sealer.seal(privateKey, record.pk) };
}

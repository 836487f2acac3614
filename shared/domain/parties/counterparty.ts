/** A public key, SPKI PEM. */
export interface PublicKey {
  readonly publicKey: string;
}

/** A key that takes another's place. Epoch milliseconds; without them it waits to be activated. */
export interface KeyRotation {
  readonly next: PublicKey;
  /** From then on the next key is the present one. */
  readonly from?: number;
  /** Until then the key before is good as well. */
  readonly until?: number;
}

/**
 * Whoever exchanges envelopes with the platform, with the public keys of both sides: which are good when, `rotation.ts` says.
 * Where the private halves of the platform's are, `platform-keys.ts` says.
 */
export interface Counterparty {
  /** At most 11 digits. */
  readonly userNo: string;
  readonly name: string;
  readonly enabled: boolean;
  /** SPKI PEM: what its envelopes are opened with. */
  readonly publicKey: string;
  /** SPKI PEM: what it opens ours with. */
  readonly platformPublicKey: string;
  /** What takes the place of `publicKey`. */
  readonly publicKeyRotation?: KeyRotation | undefined;
  /** What takes the place of the platform's keys. */
  readonly platformKeyRotation?: KeyRotation | undefined;
  /** Addresses and CIDR ranges it may call from; empty: from anywhere. */
  readonly allowedAddresses: readonly string[];
  /** One more with every change of the record; absent in records of before. */
  readonly version?: number;
  /** Whatever it sends is refused unsigned, and whatever it is sent is signed (contract section 1.1). */
  readonly requireSignature?: boolean;
}

/** What an operator does not say of a new counterparty, because it is made here. */
export type GeneratedField =
  | 'platformPublicKey'
  | 'publicKeyRotation'
  | 'platformKeyRotation'
  | 'version'
  | 'enabled';

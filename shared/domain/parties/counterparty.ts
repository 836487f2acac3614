/** A public key, SPKI PEM. */
export interface PublicKey {
  readonly publicKey: string;
}

/** A key that replaces another. Times in epoch milliseconds; without them, the key waits to be activated. */
export interface KeyRotation {
  readonly next: PublicKey;
  /** From then on, the next key is the current one. */
  readonly from?: number;
  /** Until then, the previous key is valid as well. */
  readonly until?: number;
}

/**
 * A party that exchanges envelopes with the platform, and the public keys of both sides. `key-rotation.ts` says which
 * keys are valid when; `platform-keys.ts` says where the platform's private keys are.
 */
export interface Counterparty {
  /** At most 11 digits. */
  readonly userNo: string;
  readonly name: string;
  readonly enabled: boolean;
  /** SPKI PEM: opens the counterparty's envelopes. */
  readonly publicKey: string;
  /** SPKI PEM: the counterparty opens the platform's envelopes with it. */
  readonly platformPublicKey: string;
  /** The replacement of `publicKey`. */
  readonly publicKeyRotation?: KeyRotation | undefined;
  /** The replacement of the platform's key. */
  readonly platformKeyRotation?: KeyRotation | undefined;
  /** Addresses and CIDR ranges it may call from; any address when empty. */
  readonly allowedAddresses: readonly string[];
  /** Grows by 1 with every change of the record; absent from old records. */
  readonly version?: number;
  /** Refuses its unsigned requests, and signs what it is sent (contract section 1.1). */
  readonly requireSignature?: boolean;
}

/** Fields of a new counterparty that the platform generates. */
export type GeneratedField =
  | 'platformPublicKey'
  | 'publicKeyRotation'
  | 'platformKeyRotation'
  | 'version'
  | 'enabled';

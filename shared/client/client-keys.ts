import { KeyUnsupported } from '../wire/codec/codec-errors.ts';
import {
  importPrivateKey,
  importPublicKey,
  type RsaKey,
  type RsaPrivateKey,
  type RsaPublicKey,
} from '../wire/codec/keys.ts';

/** PEM, bare Base64, DER, or an imported key. */
type KeyInput<Key> = string | Buffer | Key;

/** The key that seals and signs requests, as agreed with the platform (contract section 1). */
type RequestKey =
  | {
      readonly requestCipher?: 'merchant-private' | 'platform-public';
      readonly merchantPrivateKey: KeyInput<RsaPrivateKey>;
      readonly unsigned?: boolean;
    }
  | { readonly requestCipher: 'platform-public'; readonly unsigned: true };

/** The keys of a client. */
export type KeyOptions = RequestKey & {
  /**
   * The platform's public key for this merchant, which opens its responses and notifications. During a key rotation
   * both keys, the current one first. With requestCipher platform-public the first also seals requests.
   */
  readonly platformPublicKey: KeyInput<RsaPublicKey> | readonly KeyInput<RsaPublicKey>[];
};

/** The platform's public keys, the current one first. */
export type PlatformKeys = readonly [RsaPublicKey, ...RsaPublicKey[]];

/** The imported keys of a client. */
interface ClientKeys {
  readonly platformKeys: PlatformKeys;
  /** Seals requests. */
  readonly requestKey: RsaKey;
  /** The client's own key, which opens what is sealed to the client. */
  readonly ownKey: RsaPrivateKey | undefined;
  /** Signs requests; undefined when they are not signed. */
  readonly signingKey: RsaPrivateKey | undefined;
}

/**
 * Imports the keys of a client.
 *
 * @throws KeyUnsupported when one is missing or not an RSA key that the contract allows
 */
export function readClientKeys(options: KeyOptions): ClientKeys {
  const platformKeys = readPublicKeys(options.platformPublicKey);
  const { requestCipher, unsigned = false } = options;
  const isPublic = requestCipher === 'platform-public';
  const ownKey = isPublic && unsigned ? undefined : readOwnKey(options);
  return {
    platformKeys,
    requestKey: isPublic || !ownKey ? platformKeys[0] : ownKey,
    ownKey,
    signingKey: unsigned ? undefined : ownKey,
  };
}

function readOwnKey(options: RequestKey): RsaPrivateKey {
  if ('merchantPrivateKey' in options) return readKeyInput(options.merchantPrivateKey, importPrivateKey);
  throw new KeyUnsupported('no private key to sign with');
}

function readKeyInput<Key extends RsaKey>(input: KeyInput<Key>, parse: (text: string | Buffer) => Key): Key {
  return typeof input === 'object' && 'kind' in input ? input : parse(input);
}

function readPublicKeys(input: KeyInput<RsaPublicKey> | readonly KeyInput<RsaPublicKey>[]): PlatformKeys {
  const inputs: readonly KeyInput<RsaPublicKey>[] = Array.isArray(input) ? input : [input];
  const [first, ...others] = inputs.map((each) => readKeyInput(each, importPublicKey));
  if (!first) throw new KeyUnsupported('no public key');
  return [first, ...others];
}

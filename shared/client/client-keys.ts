import { KeyUnsupported } from '../wire/codec/codec-errors.ts';
import {
  importPrivateKey,
  importPublicKey,
  type RsaKey,
  type RsaPrivateKey,
  type RsaPublicKey,
} from '../wire/codec/keys.ts';

/** PEM, bare Base64, DER, or a key that was read already. */
type KeyInput<Key> = string | Buffer | Key;

/** What requests are sealed and signed with, as agreed with the platform (contract section 1). */
type RequestKey =
  | {
      readonly requestCipher?: 'merchant-private' | 'platform-public';
      readonly merchantPrivateKey: KeyInput<RsaPrivateKey>;
      readonly unsigned?: boolean;
    }
  | { readonly requestCipher: 'platform-public'; readonly unsigned: true };

/** What a client knows of keys. */
export type KeyOptions = RequestKey & {
  /**
   * The platform's public key for this merchant: opens its answers and notifications. While that is rotated, both, the
   * present one first; with requestCipher platform-public the first also seals requests.
   */
  readonly platformPublicKey: KeyInput<RsaPublicKey> | readonly KeyInput<RsaPublicKey>[];
};

/** The platform's public keys, the present one first. */
export type PlatformKeys = readonly [RsaPublicKey, ...RsaPublicKey[]];

/** The keys of a client, read. */
interface ClientKeys {
  readonly platformKeys: PlatformKeys;
  /** What requests are sealed with. */
  readonly requestKey: RsaKey;
  /** The client's own, which opens what is sealed for it alone. */
  readonly ownKey: RsaPrivateKey | undefined;
  /** What they are signed with, if they are. */
  readonly signingKey: RsaPrivateKey | undefined;
}

/** Reads the keys of a client; throws KeyUnsupported for what is no RSA key of 1024, 2048 or 4096 bits. */
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

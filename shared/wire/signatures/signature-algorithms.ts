import { constants, sign, verify } from 'node:crypto';
import type { RsaKey, RsaPrivateKey, RsaPublicKey } from '../codec/keys.ts';

/** The two algorithms of RFC 9421 section 3.3 that the contract allows. */
export const SIGNATURE_ALGORITHMS = ['rsa-pss-sha512', 'rsa-v1_5-sha256'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

const HASH_BYTES = 64;
/** Room for a hash, a salt of the same length, and two bytes. */
const MIN_PSS_KEY_BYTES = 2 * HASH_BYTES + 2;

/** Whether a key is large enough for the algorithm: 1024 bits have no room for the hash and its salt. */
export const fitsKey = (algorithm: SignatureAlgorithm, { modulusBytes }: RsaKey): boolean =>
  algorithm !== 'rsa-pss-sha512' || modulusBytes >= MIN_PSS_KEY_BYTES;

/** Returns the algorithm that a key signs with by default. */
export const defaultAlgorithmFor = (key: RsaKey): SignatureAlgorithm =>
  fitsKey('rsa-pss-sha512', key) ? 'rsa-pss-sha512' : 'rsa-v1_5-sha256';

const CRYPTO_OPTIONS = {
  'rsa-pss-sha512': {
    hash: 'sha512',
    signing: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: HASH_BYTES },
    // Some libraries use the longest salt that the key allows instead of the RFC's 64 bytes. It proves just as much.
    verifying: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO },
  },
  'rsa-v1_5-sha256': {
    hash: 'sha256',
    signing: { padding: constants.RSA_PKCS1_PADDING },
    verifying: { padding: constants.RSA_PKCS1_PADDING },
  },
} as const;

/** Signs an ASCII text. */
export function signText(algorithm: SignatureAlgorithm, text: string, { key }: RsaPrivateKey): Buffer {
  const { hash, signing } = CRYPTO_OPTIONS[algorithm];
  return sign(hash, Buffer.from(text, 'latin1'), { key, ...signing });
}

/** Whether the signature over the text was made with the other half of the key. */
export function isSignedBy(
  algorithm: SignatureAlgorithm,
  text: string,
  signature: Buffer,
  { key }: RsaPublicKey,
): boolean {
  const { hash, verifying } = CRYPTO_OPTIONS[algorithm];
  return verify(hash, Buffer.from(text, 'latin1'), { key, ...verifying }, signature);
}

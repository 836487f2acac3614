import {
  constants,
  createCipheriv,
  createDecipheriv,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { JweUnreadable } from './codec-errors.ts';
import { parseObject } from './json.ts';
import type { RsaPrivateKey, RsaPublicKey } from './keys.ts';

// Single fields of card data as compact JWE (RFC 7516) to the receiver's key (contract section 1.2), with node:crypto
// alone: the libraries for JWE need a newer Node than the client does, and would double its size.

const ALGORITHMS = { alg: 'RSA-OAEP-256', enc: 'A256GCM' } as const;
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const;
const CIPHER = 'aes-256-gcm';
const [KEY_BYTES, IV_BYTES, TAG_BYTES] = [32, 12, 16];
/** RFC 7518 section 4.3. */
const MIN_MODULUS_BYTES = 256;

/**
 * Seals the text as compact JWE. Each call gives a different JWE.
 *
 * @throws RangeError when the key has less than 2048 bits
 */
export async function sealJwe(text: string, { key, modulusBytes }: RsaPublicKey): Promise<string> {
  if (modulusBytes < MIN_MODULUS_BYTES) throw new RangeError('JWE needs a key of at least 2048 bits');
  const header = Buffer.from(JSON.stringify(ALGORITHMS)).toString('base64url');
  const [contentKey, iv] = [randomBytes(KEY_BYTES), randomBytes(IV_BYTES)];
  const cipher = createCipheriv(CIPHER, contentKey, iv).setAAD(Buffer.from(header));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const parts = [publicEncrypt({ key, ...OAEP }, contentKey), iv, ciphertext, cipher.getAuthTag()];
  return [header, ...parts.map((part) => part.toString('base64url'))].join('.');
}

/**
 * Opens a compact JWE with the first key that works.
 *
 * @throws JweUnreadable when none does, whatever the reason
 */
export async function openJwe(jwe: string, keys: readonly RsaPrivateKey[]): Promise<string> {
  for (const key of keys) {
    try {
      return openWith(jwe, key);
    } catch {
      // One error for every fault: details about what is wrong with a ciphertext help an attacker to open it.
    }
  }
  throw new JweUnreadable();
}

function openWith(jwe: string, { key }: RsaPrivateKey): string {
  const [header = '', ...encoded] = jwe.split('.');
  const [wrapped, iv, ciphertext, tag] = encoded.map((part) => Buffer.from(part, 'base64url'));
  const isWhole = encoded.length === 4 && iv?.length === IV_BYTES && tag?.length === TAG_BYTES;
  if (!isWhole || !wrapped || !ciphertext || !hasOurAlgorithms(header)) throw new JweUnreadable();
  const contentKey = privateDecrypt({ key, ...OAEP }, wrapped);
  const decipher = createDecipheriv(CIPHER, contentKey, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(header)).setAuthTag(tag);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString();
}

/** Whether the header names the contract's algorithms, and nothing that would have to be understood. */
function hasOurAlgorithms(header: string): boolean {
  const { alg, enc, zip, crit } = parseObject(Buffer.from(header, 'base64url').toString()) ?? {};
  return alg === ALGORITHMS.alg && enc === ALGORITHMS.enc && zip === undefined && crit === undefined;
}

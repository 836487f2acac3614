import { JweUnreadable } from './codec-errors.ts';
import type { RsaPrivateKey, RsaPublicKey } from './keys.ts';

// Card data by itself, as compact JWE (RFC 7516) to its receiver's key (contract section 1.2). The library is loaded where the
// first is made or opened: few merchants use it, and their functions begin without.

const ALGORITHMS = { alg: 'RSA-OAEP-256', enc: 'A256GCM' } as const;

/** The text as compact JWE to the key, of 2048 bits at least; another one each time. */
export async function sealJwe(text: string, { key }: RsaPublicKey): Promise<string> {
  const { CompactEncrypt } = await import('jose/jwe/compact/encrypt');
  return new CompactEncrypt(Buffer.from(text)).setProtectedHeader(ALGORITHMS).encrypt(key);
}

/**
 * What a compact JWE holds, opened with the first of the keys that opens it.
 *
 * @throws JweUnreadable, whatever is wrong with it
 */
export async function openJwe(jwe: string, keys: readonly RsaPrivateKey[]): Promise<string> {
  const { compactDecrypt } = await import('jose/jwe/compact/decrypt');
  const options = {
    keyManagementAlgorithms: [ALGORITHMS.alg],
    contentEncryptionAlgorithms: [ALGORITHMS.enc],
  };
  for (const { key } of keys) {
    try {
      return Buffer.from((await compactDecrypt(jwe, key, options)).plaintext).toString();
    } catch {
      // One answer for every fault: what is wrong with a ciphertext helps to open it.
    }
  }
  throw new JweUnreadable();
}

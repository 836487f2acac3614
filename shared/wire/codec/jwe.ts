import { JweUnreadable } from './codec-errors.ts';
import type { RsaPrivateKey, RsaPublicKey } from './keys.ts';

// Single fields of card data as compact JWE (RFC 7516) to the receiver's key (contract section 1.2). The library is
// loaded on first use: few merchants need it, and cold starts stay without it.

const ALGORITHMS = { alg: 'RSA-OAEP-256', enc: 'A256GCM' } as const;

/** Seals the text as compact JWE to a key of at least 2048 bits. Each call gives a different JWE. */
export async function sealJwe(text: string, { key }: RsaPublicKey): Promise<string> {
  const { CompactEncrypt } = await import('jose/jwe/compact/encrypt');
  return new CompactEncrypt(Buffer.from(text)).setProtectedHeader(ALGORITHMS).encrypt(key);
}

/**
 * Opens a compact JWE with the first key that works.
 *
 * @throws JweUnreadable when none does, whatever the reason
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
      // One error for every fault: details about what is wrong with a ciphertext help an attacker to open it.
    }
  }
  throw new JweUnreadable();
}

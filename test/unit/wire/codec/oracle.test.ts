import forge from 'node-forge';
import { describe, expect, it } from 'vitest';
import { openBlocks, sealBlocks } from '../../../../shared/wire/codec/blocks.ts';
import { RSA_MODULUS_BITS } from '../../../../shared/wire/codec/keys.ts';
import { newCodecKeyPair } from '../../../support/fixtures/codec-keys.ts';

// node-forge shares no code with OpenSSL: each must open what the other sealed.

/** The raw functions, which forge's types lack; `type` is the PKCS#1 block type, `isType2` the expected one. */
const raw = forge.pki.rsa as unknown as {
  encrypt(chunk: string, key: unknown, type: 1 | 2): string;
  decrypt(block: string, key: unknown, isPublic: boolean): string;
};

function forgeSeal(plain: Buffer, key: unknown, type: 1 | 2, chunkBytes: number): string {
  const chunks = plain.toString('latin1').match(new RegExp(`[^]{1,${chunkBytes}}`, 'g')) ?? [];
  return forge.util.bytesToHex(chunks.map((chunk) => raw.encrypt(chunk, key, type)).join(''));
}

function forgeOpen(hex: string, key: unknown, type: 1 | 2, modulusBytes: number): Buffer {
  const blocks = hex.match(new RegExp(`.{${2 * modulusBytes}}`, 'g')) ?? [];
  const opened = blocks.map((block) => raw.decrypt(forge.util.hexToBytes(block), key, type === 1));
  return Buffer.from(opened.join(''), 'latin1');
}

describe.each(RSA_MODULUS_BITS)('RSA-%i against forge', async (bits) => {
  const { pem, privateKey, publicKey } = await newCodecKeyPair(bits);
  const k = bits / 8;
  const forgePrivate = forge.pki.privateKeyFromPem(pem.privateKey);
  const forgePublic = forge.pki.publicKeyFromPem(pem.publicKey);
  /** Returns a full block and a zero in the next one, with every byte value if the block is long enough. */
  const plainFor = (chunkBytes: number) =>
    Buffer.from(Array.from({ length: chunkBytes }, (_, i) => 255 - (i % 256)).concat(0));

  it.each([k - 11, 32])('in chunks of %i: forge opens what we seal', (chunkBytes) => {
    const plain = plainFor(chunkBytes);
    const byPrivate = sealBlocks(plain, privateKey, chunkBytes);
    const byPublic = sealBlocks(plain, publicKey, chunkBytes);
    expect(forgeOpen(byPrivate, forgePublic, 1, k).equals(plain)).toBe(true);
    expect(forgeOpen(byPublic, forgePrivate, 2, k).equals(plain)).toBe(true);
  });

  it.each([k - 11, 32])('in chunks of %i: we open what forge seals', (chunkBytes) => {
    const plain = plainFor(chunkBytes);
    const byPrivate = forgeSeal(plain, forgePrivate, 1, chunkBytes);
    const byPublic = forgeSeal(plain, forgePublic, 2, chunkBytes);
    expect(byPrivate).toBe(sealBlocks(plain, privateKey, chunkBytes));
    expect(openBlocks(byPrivate, publicKey).equals(plain)).toBe(true);
    expect(openBlocks(byPublic, privateKey).equals(plain)).toBe(true);
  });
});

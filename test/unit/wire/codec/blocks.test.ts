import { constants, privateEncrypt, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBlocks, sealBlocks } from '../../../../shared/wire/codec/blocks.ts';
import {
  CiphertextMalformed,
  CiphertextTooLong,
  CiphertextUnreadable,
} from '../../../../shared/wire/codec/codec-errors.ts';
import type { RsaKey } from '../../../../shared/wire/codec/keys.ts';
import { newCodecKeyPair, type SealingMode, sealingModes } from '../../../support/fixtures/codec-keys.ts';

const pair = await newCodecKeyPair(1024);
const unrelated = await newCodecKeyPair(1024);
const larger = await newCodecKeyPair(2048);
const K = 128;
const BLOCK_HEX = 2 * K;

/** Returns a block with exactly these bytes before the RSA operation, without padding of its own. */
function rawBlock(padded: Buffer, key: RsaKey): string {
  const operation = key.kind === 'private' ? privateEncrypt : publicEncrypt;
  return operation({ key: key.key, padding: constants.RSA_NO_PADDING }, padded).toString('hex');
}

/** Returns a padded block: two leading bytes, padding, zero, and payload up to the block's end. */
function padded(lead: readonly number[], padding: Buffer, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(lead), padding, Buffer.from([0]), payload]);
}

describe.each(sealingModes(pair))('$name', ({ name, seal, open }: SealingMode) => {
  const type = name === 'block type 1' ? 1 : 2;
  const filled = (length: number) => Buffer.alloc(length, 0xff);
  const sealedBlock = (payload: Buffer) =>
    rawBlock(padded([0, type], filled(K - 3 - payload.length), payload), seal);

  it('joins payloads of any length', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.uint8Array({ maxLength: K - 11 }))
          .chain((chunks) =>
            fc.uint8Array({ minLength: 1, maxLength: K - 11 }).map((last) => [...chunks, last]),
          ),
        (chunks) => {
          const hex = chunks.map((chunk) => sealedBlock(Buffer.from(chunk))).join('');
          expect(openBlocks(hex, open).equals(Buffer.concat(chunks))).toBe(true);
        },
      ),
    );
  });

  it('seals any size at any chunk size into the smallest number of blocks', () => {
    const sizes = fc.uint8Array({ minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: K - 11 }), (bytes, chunkBytes) => {
        const hex = sealBlocks(Buffer.from(bytes), seal, chunkBytes);
        expect(hex).toMatch(/^[0-9a-f]+$/);
        expect(hex.length).toBe(BLOCK_HEX * Math.ceil(bytes.length / chunkBytes));
        expect(openBlocks(hex, open).equals(bytes)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it.each([0, -1, 1.5, K - 10, Number.NaN])('refuses the chunk size %d', (chunkBytes) => {
    expect(() => sealBlocks(Buffer.from('x'), seal, chunkBytes)).toThrow(
      new RangeError(`a block of this key holds 1 to ${K - 11} bytes`),
    );
  });

  it('refuses an empty plaintext', () => {
    expect(() => sealBlocks(Buffer.alloc(0), seal)).toThrow(RangeError);
  });

  it('opens the minimum and the maximum padding', () => {
    for (const length of [8, K - 4]) {
      const block = padded([0, type], filled(length), Buffer.alloc(K - 3 - length, 7));
      expect(openBlocks(rawBlock(block, seal), open).equals(block.subarray(3 + length))).toBe(true);
    }
  });

  it('opens a payload of zeros', () => {
    const payload = Buffer.alloc(K - 11);
    expect(openBlocks(sealBlocks(payload, seal), open).equals(payload)).toBe(true);
  });

  it('ignores empty blocks at any position, but refuses a message of nothing else', () => {
    const empty = sealedBlock(Buffer.alloc(0));
    const good = sealBlocks(Buffer.from('good'), seal);
    for (const hex of [good + empty, empty + good, empty + empty + good])
      expect(openBlocks(hex, open).toString()).toBe('good');
    expect(openBlocks(good + empty + good, open).toString()).toBe('goodgood');
    for (const hex of [empty, empty + empty])
      expect(() => openBlocks(hex, open)).toThrow(CiphertextUnreadable);
  });

  const misshapen: Record<string, Buffer> = {
    'seven bytes of padding': padded([0, type], filled(7), Buffer.alloc(K - 10, 7)),
    'no padding': padded([0, type], filled(0), Buffer.alloc(K - 3, 7)),
    'no zero': Buffer.concat([Buffer.from([0, type]), filled(K - 2)]),
    'the other block type': padded([0, 3 - type], filled(8), Buffer.alloc(K - 11, 7)),
    'block type 0': padded([0, 0], filled(8), Buffer.alloc(K - 11, 7)),
    'a first byte that is not zero': padded([1, type], filled(8), Buffer.alloc(K - 11, 7)),
    'nothing but zeros': Buffer.alloc(K),
  };
  it.each(Object.entries(misshapen))('refuses a block with %s, alone and among good ones', (_, block) => {
    const bad = rawBlock(block, seal);
    const good = sealBlocks(Buffer.from('good'), seal);
    for (const hex of [bad, good + bad, bad + good, good + bad + good]) {
      expect(() => openBlocks(hex, open)).toThrow(CiphertextUnreadable);
    }
  });

  it('refuses a number that is not below the modulus', () => {
    expect(() => openBlocks('ff'.repeat(K), open)).toThrow(CiphertextUnreadable);
  });

  it('refuses the ciphertext of another key pair', () => {
    const other = sealingModes(unrelated).find((mode) => mode.name === name);
    for (let i = 0; i < 50; i++) {
      const hex = sealBlocks(Buffer.from(`message ${i}`), (other as SealingMode).seal);
      expect(() => openBlocks(hex, open)).toThrow(CiphertextUnreadable);
    }
  });

  it('refuses the ciphertext of a key of another size', () => {
    const half = 'ab'.repeat(K);
    const wide = sealingModes(larger).find((mode) => mode.name === name) as SealingMode;
    expect(() => openBlocks(half, wide.open)).toThrow(CiphertextMalformed);
    expect(() => openBlocks(sealBlocks(Buffer.from('x'), wide.seal), open)).toThrow(CiphertextUnreadable);
  });

  it('opens hex in upper and mixed case', () => {
    const hex = sealBlocks(Buffer.from('case'), seal);
    const mixed = Array.from(hex, (digit, i) => (i % 2 ? digit.toUpperCase() : digit)).join('');
    for (const text of [hex.toUpperCase(), mixed]) expect(openBlocks(text, open).toString()).toBe('case');
  });

  it.each([
    ['empty', ''],
    ['odd', 'a'.repeat(BLOCK_HEX - 1)],
    ['half a block', 'ab'.repeat(K / 2)],
    ['a block and a half', 'ab'.repeat(K + K / 2)],
    ['a letter beyond f', `${'a'.repeat(BLOCK_HEX - 1)}g`],
    ['a space', `${'a'.repeat(BLOCK_HEX - 1)} `],
    ['a full-width digit', `${'a'.repeat(BLOCK_HEX - 1)}\uff11`],
    ['a line break', `${'a'.repeat(BLOCK_HEX - 1)}\n`],
  ])('refuses hex that is %s', (_, hex) => {
    expect(() => openBlocks(hex, open)).toThrow(CiphertextMalformed);
  });

  it('opens up to the limit, and refuses one block more before it is decrypted', () => {
    const hex = sealBlocks(Buffer.alloc(3 * (K - 11), 1), seal);
    expect(openBlocks(hex, open, 3 * K).length).toBe(3 * (K - 11));
    expect(() => openBlocks(hex, open, 3 * K - 1)).toThrow(CiphertextTooLong);
    expect(() => openBlocks(`${hex}zz`, open, 3 * K)).toThrow(CiphertextTooLong);
  });
});

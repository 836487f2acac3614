import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodecError } from '../../../../shared/wire/codec/codec-errors.ts';
import { openContent, sealContent } from '../../../../shared/wire/codec/content.ts';
import { newCodecKeyPair, sealingModes, thrownBy } from '../../../support/fixtures/codec-keys.ts';

// A modified ciphertext fails with a CodecError; it never gives another exception or other content. For block type 2
// this holds except by chance: about one changed block in 10^8 opens as valid padding and Base64.

const pairs = [await newCodecKeyPair(1024), await newCodecKeyPair(2048)];
const modes = pairs.flatMap((pair) => sealingModes(pair));

/** Content that is long enough for several blocks; text could survive the loss of a part. */
const someContent = fc.record({
  userReqNo: fc.string({ maxLength: 20 }),
  amount: fc.integer(),
  remark: fc.string({ minLength: 200, maxLength: 400 }),
});

function flipBit(hex: string, bit: number): string {
  const bytes = Buffer.from(hex, 'hex');
  bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return bytes.toString('hex');
}

describe.each(modes.slice(0, 2))('$name of 128 bytes detects', ({ seal, open }) => {
  it('every flipped bit of a one-block message', () => {
    const hex = sealContent({ amount: 100.5 }, seal);
    for (let bit = 0; bit < 4 * hex.length; bit++) {
      expect(thrownBy(() => openContent(flipBit(hex, bit), open))).toBeInstanceOf(CodecError);
    }
  });
});

describe.each(modes)('$name of $seal.modulusBytes bytes detects', ({ seal, open }) => {
  const blockHex = 2 * seal.modulusBytes;
  const blocksOf = (hex: string): string[] => hex.match(new RegExp(`.{${blockHex}}`, 'g')) ?? [];

  it('a flipped bit of any message, at any chunk size', () => {
    fc.assert(
      fc.property(
        someContent,
        fc.integer({ min: 16, max: 117 }),
        fc.nat(),
        (content, chunkBytes, position) => {
          const hex = sealContent(content, seal, chunkBytes);
          const flipped = flipBit(hex, position % (4 * hex.length));
          expect(thrownBy(() => openContent(flipped, open))).toBeInstanceOf(CodecError);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('a block replaced with random bytes, even where the content would still parse', () => {
    // The content is one long string, split at whole Base64 groups: it would still parse without a block.
    const blocks = blocksOf(sealContent({ remark: 'x'.repeat(400) }, seal, 32));
    const noise = fc.uint8Array({ minLength: seal.modulusBytes, maxLength: seal.modulusBytes });
    fc.assert(
      fc.property(noise, fc.nat(blocks.length - 1), (bytes, index) => {
        const hex = blocks.with(index, Buffer.from(bytes).toString('hex')).join('');
        expect(thrownBy(() => openContent(hex, open))).toBeInstanceOf(CodecError);
      }),
      { numRuns: 25 },
    );
  });

  it('truncation at any character', () => {
    fc.assert(
      fc.property(
        someContent,
        fc.integer({ min: 1, max: 117 }),
        fc.nat(),
        (content, chunkBytes, position) => {
          const hex = sealContent(content, seal, chunkBytes);
          const length = position % hex.length;
          const wholeBlocks = length - (length % blockHex);
          for (const shorter of [hex.slice(0, length), hex.slice(0, wholeBlocks), hex.slice(0, -1)]) {
            expect(thrownBy(() => openContent(shorter, open))).toBeInstanceOf(CodecError);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('a block dropped or repeated, at the chunk size k−11', () => {
    // k−11 is 1 modulo 4 for each key size: the remaining Base64 has an invalid length.
    fc.assert(
      fc.property(someContent, fc.nat(), (content, position) => {
        const blocks = blocksOf(sealContent(content, seal));
        const index = position % (blocks.length - 1);
        const dropped = blocks.toSpliced(index, 1).join('');
        const repeated = blocks.toSpliced(index, 0, blocks[index] ?? '').join('');
        for (const hex of [dropped, repeated]) {
          expect(thrownBy(() => openContent(hex, open))).toBeInstanceOf(CodecError);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('blocks in another order or number, or opens content, without another exception', () => {
    fc.assert(
      fc.property(someContent, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), (content, picks) => {
        const blocks = blocksOf(sealContent(content, seal, 32));
        const hex = picks.map((pick) => blocks[pick % blocks.length]).join('');
        const error = thrownBy(() => expect(openContent(hex, open)).toBeTypeOf('object'));
        if (error !== undefined) expect(error).toBeInstanceOf(CodecError);
      }),
      { numRuns: 15 },
    );
  });

  it('no whole block missing within a long string: a limit of the contract', () => {
    const blocks = blocksOf(sealContent({ remark: 'x'.repeat(400) }, seal, 32));
    expect(openContent(blocks.toSpliced(5, 1).join(''), open)).toStrictEqual({
      remark: 'x'.repeat(400 - 24),
    });
  });
});

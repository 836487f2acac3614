import { constants, privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt } from 'node:crypto';
import { CiphertextMalformed, CiphertextTooLong, CiphertextUnreadable } from './codec-errors.ts';
import type { RsaKey, RsaPrivateKey, RsaPublicKey } from './keys.ts';

/** Overhead of PKCS#1 v1.5 per block: two leading bytes, at least eight bytes of padding, and the zero that ends it. */
const PADDING_BYTES = 11;

/**
 * Default limit for the ciphertext that a receiver accepts, in bytes. As hex it fills the 6 MiB payload of a Lambda.
 * One core opens it in about 3 s with a 1024-bit private key, 8 s with 2048 bits, 30 s with 4096 bits, and in less than
 * 1 s with a public key. Callers that open with a large private key should set a lower limit.
 */
export const MAX_CIPHERTEXT_BYTES = 3 * 1024 * 1024;

/**
 * Seals bytes into RSA blocks (contract section 1): block type 1 with a private key, type 2 with a public key.
 * @param chunkBytes plaintext bytes per block, 1 to k−11; receivers accept any chunking.
 * @returns lower-case hex, 2k characters per block.
 * @throws RangeError when the plaintext is empty or the chunk size is impossible
 */
export function sealBlocks(
  plain: Buffer,
  key: RsaKey,
  chunkBytes = key.modulusBytes - PADDING_BYTES,
): string {
  if (plain.length === 0) throw new RangeError('nothing to seal');
  if (!(Number.isInteger(chunkBytes) && chunkBytes > 0 && chunkBytes <= key.modulusBytes - PADDING_BYTES)) {
    throw new RangeError(`a block of this key holds 1 to ${key.modulusBytes - PADDING_BYTES} bytes`);
  }
  return mapChunks(plain, chunkBytes, key.modulusBytes, blockSealer(key)).toString('hex');
}

/** Returns the function that seals one block. The key carries its own padding (keys.ts). */
const blockSealer =
  ({ kind, key }: RsaKey) =>
  (chunk: Buffer): Buffer =>
    kind === 'private' ? privateEncrypt(key, chunk) : publicEncrypt(key, chunk);

/**
 * Opens RSA blocks with the other half of the key: type 1 with a public key, type 2 with a private key. Each block is
 * opened on its own and the results are joined whatever their lengths, because clients chunk as they like: one that
 * counts `length / 117 + 1` blocks ends with an empty block. Empty blocks alone are not a message.
 *
 * A flipped bit makes its block unreadable, and that is all RSA blocks promise. Blocks are independent of each other,
 * so nothing in the format reveals that whole blocks were dropped, repeated, swapped or taken from another message
 * under the same key. The layers above (Base64, UTF-8, JSON) reject most of that but not all: they cannot see that a
 * long string lost a part. Type 2 proves nothing about the sender.
 *
 * @param hex in either case
 * @param maxBytes limit for the ciphertext, in bytes (half the length of the hex)
 * @throws CiphertextTooLong when there is more than `maxBytes`
 * @throws CiphertextMalformed when it is not hex of whole blocks
 * @throws CiphertextUnreadable when a block does not open, or all of them are empty
 */
export function openBlocks(hex: string, key: RsaKey, maxBytes = MAX_CIPHERTEXT_BYTES): Buffer {
  if (hex.length > 2 * maxBytes) throw new CiphertextTooLong(`more than ${maxBytes} bytes of ciphertext`);
  if (hex.length === 0 || hex.length % (2 * key.modulusBytes) !== 0) {
    throw new CiphertextMalformed(`length ${hex.length} is not a multiple of ${2 * key.modulusBytes}`);
  }
  const bytes = Buffer.from(hex, 'hex');
  if (!isFullyDecoded(hex, bytes)) throw new CiphertextMalformed('not hex');
  const plain = key.kind === 'public' ? openType1(bytes, key) : openType2(bytes, key);
  if (plain.length === 0) throw new CiphertextUnreadable();
  return plain;
}

/** An empty block carries nothing: whoever has seen one from a sender can add it to any of the sender's messages. */
const EMPTY = Buffer.alloc(0);

/**
 * Returns the blocks that are not empty, as lower-case hex. The result does not depend on how many empty blocks were
 * added.
 *
 * @param hex ciphertext that openBlocks opens with this key
 */
export function stripEmptyBlocks(hex: string, { key, modulusBytes }: RsaPublicKey): string {
  const dropEmpty = (block: Buffer) => (publicDecrypt(key, block).length > 0 ? block : EMPTY);
  return mapChunks(Buffer.from(hex, 'hex'), modulusBytes, modulusBytes, dropEmpty).toString('hex');
}

/**
 * Whether the whole text was decoded. Buffer.from silently stops at the first ASCII character that is not hex, and
 * takes the low byte of any other character. A regular expression would take five times as long as everything else
 * here.
 */
const isFullyDecoded = (hex: string, bytes: Buffer): boolean =>
  2 * bytes.length === hex.length && Buffer.byteLength(hex) === hex.length;

/**
 * Maps each chunk of `size` bytes to at most `maxBytes` bytes and joins the results. A plain loop into one buffer: with
 * a public key a block takes only microseconds.
 */
function mapChunks(bytes: Buffer, size: number, maxBytes: number, map: (chunk: Buffer) => Buffer): Buffer {
  if (bytes.length <= size) return map(bytes);
  const all = Buffer.allocUnsafe(Math.ceil(bytes.length / size) * maxBytes);
  let end = 0;
  for (let offset = 0; offset < bytes.length; offset += size) {
    const mapped = map(bytes.subarray(offset, offset + size));
    all.set(mapped, end);
    end += mapped.length;
  }
  return all.subarray(0, end);
}

/** No secret is involved here, so the first bad block ends it. OpenSSL checks every padding byte. */
function openType1(bytes: Buffer, { key, modulusBytes }: RsaPublicKey): Buffer {
  return mapChunks(bytes, modulusBytes, modulusBytes, (block) => {
    try {
      return publicDecrypt(key, block);
    } catch {
      throw new CiphertextUnreadable(isType2(block, key) ? 'block type 2' : undefined);
    }
  });
}

/** Whether the key's owner made the block with type 2 padding, as libraries do that are asked to encrypt. */
function isType2(block: Buffer, key: RsaPublicKey['key']): boolean {
  try {
    return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, block).readUInt16BE(0) === 2;
  } catch {
    return false;
  }
}

/**
 * For a block with wrong padding Node returns random bytes of random length instead of an error (implicit rejection).
 * That protects protocols that continue with a fixed-length secret. Here those bytes would be joined with the chunks
 * beside them and could read as a message that nobody sent, so the padding is removed by hand. To avoid an oracle for
 * Bleichenbacher's attack, all blocks are always opened, the padding is checked without branching on secret bytes, and
 * all faults give one error. The pipeline reports faults of the content inside the same way.
 */
function openType2(bytes: Buffer, { key, modulusBytes }: RsaPrivateKey): Buffer {
  let fault = 0;
  const plain = mapChunks(bytes, modulusBytes, modulusBytes, (block) => {
    const padded = decryptRaw(block, key);
    const payload = type2Payload(padded);
    fault |= payload.fault;
    return padded.subarray(payload.start);
  });
  if (fault !== 0) throw new CiphertextUnreadable();
  return plain;
}

function decryptRaw(block: Buffer, key: RsaPrivateKey['key']): Buffer {
  try {
    return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, block);
  } catch {
    // The number is not below the modulus, which anyone can see. Zeros fail the padding check.
    return Buffer.alloc(block.length);
  }
}

/** Returns 1 when the 32-bit integer is negative, else 0: a comparison without a branch. */
const isNegative = (n: number) => n >>> 31;

/**
 * Finds where the payload of a decrypted block starts: 00 02, at least eight bytes that are not zero, 00, then the
 * payload, which may be empty. `fault` is 0 exactly when the block has that form. Without a zero byte `end` stays 0,
 * which counts as too early. The loop runs over the whole block whatever it contains.
 */
function type2Payload(padded: Buffer): { start: number; fault: number } {
  let end = 0;
  let searching = 1;
  for (let i = 2; i < padded.length; i++) {
    const isZero = isNegative(padded.readUInt8(i) - 1);
    end |= -(isZero & searching) & i;
    searching &= ~isZero;
  }
  const fault = padded.readUInt8(0) | (padded.readUInt8(1) ^ 2) | isNegative(end - (PADDING_BYTES - 1));
  return { start: end + 1, fault };
}

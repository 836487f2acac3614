import { constants, privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt } from 'node:crypto';
import { CiphertextMalformed, CiphertextTooLong, CiphertextUnreadable } from './codec-errors.ts';
import type { RsaKey, RsaPrivateKey, RsaPublicKey } from './keys.ts';

/** What PKCS#1 v1.5 takes of each block: two leading bytes, eight or more of padding, the zero that ends it. */
export const PADDING_BYTES = 11;

/**
 * Ciphertext that a receiver accepts unless told otherwise, in bytes: as hex it fills the 6 MiB that a Lambda takes.
 * A core opens it in about 3 s with a private key of 1024 bits, 8 s with 2048 bits, 30 s with 4096 bits, and in less
 * than 1 s with a public key: callers who open with a large private key should set a lower limit.
 */
export const MAX_CIPHERTEXT_BYTES = 3 * 1024 * 1024;

/**
 * Seals bytes into RSA blocks (contract section 1): block type 1 with a private key, type 2 with a public key.
 * @param chunkBytes plaintext bytes per block, 1 to k−11; receivers accept any cutting.
 * @returns lower-case hex, 2k characters per block.
 * Throws RangeError for an empty plaintext or an impossible chunk size.
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
  return mapChunks(plain, chunkBytes, key.modulusBytes, sealerOf(key)).toString('hex');
}

/** How node:crypto seals one block: with the key alone, which has its padding (keys.ts). */
const sealerOf =
  ({ kind, key }: RsaKey) =>
  (chunk: Buffer): Buffer =>
    kind === 'private' ? privateEncrypt(key, chunk) : publicEncrypt(key, chunk);

/**
 * Opens RSA blocks with the other half of the key: type 1 with a public key, type 2 with a private key. Every block is
 * opened by itself and whatever lengths come out are joined, as clients cut where they like; one that counts
 * `length / 117 + 1` blocks ends with an empty one. Nothing but empty blocks is no message.
 *
 * A changed bit makes its block unreadable. But that is all RSA blocks promise: they do not know of each other, so
 * nothing in the format shows that whole blocks were dropped, repeated, swapped or taken from another message of the
 * same key. What reads the joined bytes (Base64, UTF-8, JSON) refuses most of that, not all: it cannot see a long
 * string that lost a part. And type 2 proves nothing about who made the message.
 *
 * @param hex either case. @param maxBytes limit for the ciphertext, in bytes (half the length of the hex).
 * Throws CiphertextTooLong, CiphertextMalformed or CiphertextUnreadable.
 */
export function openBlocks(hex: string, key: RsaKey, maxBytes = MAX_CIPHERTEXT_BYTES): Buffer {
  if (hex.length > 2 * maxBytes) throw new CiphertextTooLong(`more than ${maxBytes} bytes of ciphertext`);
  if (hex.length === 0 || hex.length % (2 * key.modulusBytes) !== 0) {
    throw new CiphertextMalformed(`length ${hex.length} is no multiple of ${2 * key.modulusBytes}`);
  }
  const bytes = Buffer.from(hex, 'hex');
  if (!isFullyDecoded(hex, bytes)) throw new CiphertextMalformed('not hex');
  const plain = key.kind === 'public' ? openType1(bytes, key) : openType2(bytes, key);
  if (plain.length === 0) throw new CiphertextUnreadable();
  return plain;
}

/** What opens empty says nothing: whoever has seen such a block of the sender can add it to any of their messages. */
const EMPTY = Buffer.alloc(0);

/**
 * Returns the blocks that say something, as lower-case hex: the same however many empty ones stand between or behind them.
 * @param hex what openBlocks opens with this key.
 */
export function stripEmptyBlocks(hex: string, { key, modulusBytes }: RsaPublicKey): string {
  const dropEmpty = (block: Buffer) => (publicDecrypt(key, block).length > 0 ? block : EMPTY);
  return mapChunks(Buffer.from(hex, 'hex'), modulusBytes, modulusBytes, dropEmpty).toString('hex');
}

/**
 * Whether all of the text is in the bytes: Buffer.from stops without a word at the first ASCII character that is not hex,
 * and of any other character takes the low byte. A regular expression takes five times as long as the rest.
 */
const isFullyDecoded = (hex: string, bytes: Buffer): boolean =>
  2 * bytes.length === hex.length && Buffer.byteLength(hex) === hex.length;

/**
 * What is made of each `size` bytes, at most `most` bytes, joined. A plain loop into one buffer: with a public key a block
 * takes microseconds.
 */
function mapChunks(bytes: Buffer, size: number, most: number, make: (part: Buffer) => Buffer): Buffer {
  if (bytes.length <= size) return make(bytes);
  const all = Buffer.allocUnsafe(Math.ceil(bytes.length / size) * most);
  let end = 0;
  for (let at = 0; at < bytes.length; at += size) {
    const made = make(bytes.subarray(at, at + size));
    all.set(made, end);
    end += made.length;
  }
  return all.subarray(0, end);
}

/** Nothing secret is at work here, so the first bad block ends it. OpenSSL checks every padding byte. */
function openType1(bytes: Buffer, { key, modulusBytes }: RsaPublicKey): Buffer {
  return mapChunks(bytes, modulusBytes, modulusBytes, (block) => {
    try {
      return publicDecrypt(key, block);
    } catch {
      throw new CiphertextUnreadable(isType2(block, key) ? 'block type 2' : undefined);
    }
  });
}

/** Whether the key's owner made it, but as one seals for somebody else: what libraries do that are told to encrypt. */
function isType2(block: Buffer, key: RsaPublicKey['key']): boolean {
  try {
    return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, block).readUInt16BE(0) === 2;
  } catch {
    return false;
  }
}

/**
 * Node answers a block of wrong padding with random bytes of random length instead of an error (implicit rejection).
 * That guards a protocol that goes on with a fixed-length secret; here those bytes, possibly none, would be joined
 * with the chunks beside them and could read as a message nobody sent. So the padding is taken off by hand. To remain no
 * oracle for Bleichenbacher's attack all blocks are always opened, padding is checked without branching on secret
 * bytes, and all faults give one error, as the pipeline answers those of the content beneath it too.
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
    // The number is not below the modulus, which everyone can see. Zeros fail the padding check.
    return Buffer.alloc(block.length);
  }
}

/** 1 when the 32-bit integer is negative, else 0: comparisons without a branch. */
const isNegative = (n: number) => n >>> 31;

/**
 * Where the payload of a decrypted block starts: 00 02, eight or more bytes that are not zero, 00, payload, which may be
 * empty. `fault` is 0 exactly when the block has that form (`end` stays 0, too early, where no zero is). The loop
 * runs over the whole block whatever is in it.
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

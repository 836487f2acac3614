import { isUtf8 } from 'node:buffer';
import { decodeBase64 } from './base64.ts';
import { openBlocks, sealBlocks } from './blocks.ts';
import { ContentMalformed } from './codec-errors.ts';
import { type JsonObject, parseExactObject, stringifyObject } from './json.ts';
import type { RsaKey } from './keys.ts';

/** Business content together with the exact text it was sent as. */
export interface OpenedContent {
  readonly content: JsonObject;
  readonly text: string;
}

/**
 * Seals business content: JSON → UTF-8 → Base64 → RSA blocks → lower-case hex (contract section 1).
 * @param key a private key gives block type 1, a public key type 2
 * @param chunkBytes plaintext bytes per block, as for sealBlocks
 * @throws ContentUnsealable when the content is not an object with an exact JSON form
 */
export function sealContent(content: object, key: RsaKey, chunkBytes?: number): string {
  const base64 = Buffer.from(stringifyObject(content), 'utf8').toString('base64');
  return sealBlocks(Buffer.from(base64, 'latin1'), key, chunkBytes);
}

/**
 * Opens what sealContent or a client of a sibling deployment sealed, with the other half of the key. Line breaks in the
 * Base64 are skipped; everything else must be exact: alphabet, padding, UTF-8, one JSON object of at most
 * MAX_JSON_DEPTH levels. A number that a double cannot represent becomes an InexactNumber, never a rounded one. See
 * openBlocks for what a ciphertext cannot prove.
 *
 * @param maxBytes limit for the ciphertext, as for openBlocks
 * @throws CiphertextTooLong, CiphertextMalformed or CiphertextUnreadable, as openBlocks does
 * @throws ContentMalformed when the blocks do not hold Base64 of UTF-8 of a JSON object
 */
export function openContent(hex: string, key: RsaKey, maxBytes?: number): JsonObject {
  return openContentWithText(hex, key, maxBytes).content;
}

/** Does what openContent does and also returns the exact text the content was sent as. */
export function openContentWithText(hex: string, key: RsaKey, maxBytes?: number): OpenedContent {
  // latin1 keeps all bytes distinct; 'ascii' would drop the high bit and turn foreign bytes into letters.
  const base64 = openBlocks(hex, key, maxBytes)
    .toString('latin1')
    .replace(/[\r\n]+/g, '');
  const bytes = decodeBase64(base64);
  if (bytes === undefined) throw new ContentMalformed('not Base64');
  if (!isUtf8(bytes)) throw new ContentMalformed('not UTF-8');
  const text = bytes.toString('utf8');
  const content = parseExactObject(text);
  if (content === undefined) throw new ContentMalformed('not a JSON object of acceptable depth');
  return { content, text };
}

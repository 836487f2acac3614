/**
 * Decodes canonical Base64: standard alphabet, padded, no spare bits, no white space. Returns undefined for anything
 * else. Buffer.from alone skips characters that it does not know, so two texts could decode to the same bytes.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

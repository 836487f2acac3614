const DECIMAL = /^\p{Nd}$/u;
const NUMERIC = /^\p{No}$/u;
const DIGITS_PER_BLOCK = 10;

/** Returns the ASCII digit for a decimal digit of any script, or undefined for other characters. */
export function decimalDigitOf(character: string): string | undefined {
  if (character >= '0' && character <= '9' && character.length === 1) return character;
  if (!DECIMAL.test(character)) return undefined;
  // Unicode keeps the ten digits of each script together, starting with 0. Such blocks may follow each other directly.
  const at = character.codePointAt(0) ?? 0;
  let start = at;
  while (DECIMAL.test(String.fromCodePoint(start - 1))) start -= 1;
  return String((at - start) % DIGITS_PER_BLOCK);
}

/** Returns the digits of a superscript, circled or bracketed number (², ①, ⑫), or undefined for other characters. */
export function compatibilityDigitsOf(character: string): string | undefined {
  if (!NUMERIC.test(character)) return undefined;
  return /^\D*(\d+)\D*$/.exec(character.normalize('NFKC'))?.[1];
}

/** Encodings of a character by its code in HTML, URLs, JSON and scripts, with the base of the code. */
const ENCODINGS: readonly (readonly [RegExp, number])[] = [
  [/^&#(\d{1,7});?/, 10],
  [/^&#x([\da-f]{1,6});?/i, 16],
  [/^%([\da-f]{2})/i, 16],
  [/^\\x([\da-f]{2})/i, 16],
  [/^\\u([\da-f]{4})/i, 16],
];
const MAX_ENCODED_LENGTH = 10;
const MAX_CODE_POINT = 0x10_ff_ff;

/** Returns the decimal digit at a position of the text, plain or encoded, and the length of text it occupies. */
export function digitAt(text: string, at: number): { digit: string; length: number } | undefined {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const plain = decimalDigitOf(character);
  if (plain !== undefined) return { digit: plain, length: character.length };
  if (!'&%\\'.includes(character)) return undefined;
  const rest = text.slice(at, at + MAX_ENCODED_LENGTH);
  for (const [encoding, base] of ENCODINGS) {
    const [whole = '', code = ''] = encoding.exec(rest) ?? [];
    const point = Number.parseInt(code, base);
    const digit = point <= MAX_CODE_POINT ? decimalDigitOf(String.fromCodePoint(point)) : undefined;
    if (digit !== undefined) return { digit, length: whole.length };
  }
  return undefined;
}

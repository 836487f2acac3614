const DECIMAL = /^\p{Nd}$/u;
const NUMERIC = /^\p{No}$/u;
const DIGITS_PER_BLOCK = 10;

/** The value of a decimal digit of any script as a digit of ASCII; nothing for any other character. */
export function decimalDigitOf(character: string): string | undefined {
  if (character >= '0' && character <= '9' && character.length === 1) return character;
  if (!DECIMAL.test(character)) return undefined;
  // Unicode has the digits of each script together, 0 first: where several such blocks follow each other each has ten.
  const at = character.codePointAt(0) ?? 0;
  let start = at;
  while (DECIMAL.test(String.fromCodePoint(start - 1))) start -= 1;
  return String((at - start) % DIGITS_PER_BLOCK);
}

/** The digits that a raised, circled or bracketed number is written with (², ①, ⑫); nothing for a fraction or any other character. */
export function compatibilityDigitsOf(character: string): string | undefined {
  if (!NUMERIC.test(character)) return undefined;
  return /^\D*(\d+)\D*$/.exec(character.normalize('NFKC'))?.[1];
}

/** A character by its code: in HTML, in a URL, in JSON or a script. */
const ENCODINGS: readonly (readonly [RegExp, number])[] = [
  [/^&#(\d{1,7});?/, 10],
  [/^&#x([\da-f]{1,6});?/i, 16],
  [/^%([\da-f]{2})/i, 16],
  [/^\\x([\da-f]{2})/i, 16],
  [/^\\u([\da-f]{4})/i, 16],
];
const MAX_ENCODED_LENGTH = 10;
const MAX_CODE_POINT = 0x10_ff_ff;

/** The decimal digit at that place of the text, by itself or encoded, and how much of the text it takes. */
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

const DECIMAL = /^\p{Nd}$/u;
const NUMERIC = /^\p{No}$/u;
const DIGITS_IN_A_BLOCK = 10;

/** The value of a decimal digit of any script as a digit of ASCII; nothing for any other character. */
export function decimalOf(character: string): string | undefined {
  if (character >= '0' && character <= '9' && character.length === 1) return character;
  if (!DECIMAL.test(character)) return undefined;
  // Unicode has the digits of each script together, 0 first: where several such blocks follow each other each has ten.
  const at = character.codePointAt(0) ?? 0;
  let start = at;
  while (DECIMAL.test(String.fromCodePoint(start - 1))) start -= 1;
  return String((at - start) % DIGITS_IN_A_BLOCK);
}

/** The digits that a raised, circled or bracketed number is written with (², ①, ⑫); nothing for a fraction or any other character. */
export function drawnDigitsOf(character: string): string | undefined {
  if (!NUMERIC.test(character)) return undefined;
  return /^\D*(\d+)\D*$/.exec(character.normalize('NFKC'))?.[1];
}

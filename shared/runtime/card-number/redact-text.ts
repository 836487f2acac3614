import { luhnDigit } from './pan.ts';

/** Replaces whatever is removed. */
export const REDACTED = '[redacted]';
const KEY_MATERIAL = /-----BEGIN [A-Z ]*(KEY|CERTIFICATE)-----[\s\S]*?(-----END [A-Z ]*-----|$)/g;
/** The part before the @ is bounded: otherwise the search through a long text would be quadratic. */
const EMAIL = /[\w.+'-]{1,64}@[\w-]+(\.[\w-]+)+/g;
/** A file or a ciphertext as text: longer than any id, name or stack frame of the platform that has no blanks. */
const MIN_ENCODED_LENGTH = 256;
const ENCODED = new RegExp(`[A-Za-z0-9+/=]{${MIN_ENCODED_LENGTH},}`, 'g');
/** Where a payment card number may begin (ISO/IEC 7812: digits 2 to 6). */
const CARD_START = /(?<!\d)[2-6](?=(?:[ -]?\d){12})/g;
/** The shortest card number. It is shorter than any key or file. */
const MIN_PAN_DIGITS = 13;
/** Nineteen digits with 18 separators, and the character after them. */
const MAX_GROUPED_PAN_LENGTH = 38;
/** An item key that contains an e-mail address or a telephone number. */
const PERSONAL_KEY = /\b(email|mobile)\/(\d+)\/\S+/g;

/**
 * Replaces the matches of a pattern. Every match contains `mark`, and most texts do not: looking for it first is much
 * faster than running the pattern.
 */
const replaceIfMarked = (text: string, mark: string, pattern: RegExp, by = REDACTED): string =>
  text.includes(mark) ? text.replace(pattern, by) : text;

/** Removes what identifies a person. */
export function redactPersonalData(text: string): string {
  return replaceIfMarked(replaceIfMarked(text, '/', PERSONAL_KEY, `$1/$2/${REDACTED}`), '@', EMAIL);
}

/** Removes what looks like a card number, a key, an e-mail address or an encoded file. */
export function redactText(text: string): string {
  if (text.length < MIN_PAN_DIGITS) return redactPersonalData(text);
  const readable = text.length < MIN_ENCODED_LENGTH ? text : text.replace(ENCODED, REDACTED);
  const keyless = redactPersonalData(replaceIfMarked(readable, '-----BEGIN', KEY_MATERIAL));
  // True of nearly every text; iterating over no matches would take as long as everything else here.
  if (keyless.search(CARD_START) < 0) return keyless;
  let clean = '';
  let from = 0;
  for (const { index } of keyless.matchAll(CARD_START)) {
    const length = index < from ? 0 : cardNumberLength(keyless.slice(index, index + MAX_GROUPED_PAN_LENGTH));
    if (length === 0) continue;
    clean += keyless.slice(from, index) + REDACTED;
    from = index + length;
  }
  return clean + keyless.slice(from);
}

/** Returns the length of the card number, grouped or not, at the beginning of the text; 0 when there is none. */
function cardNumberLength(text: string): number {
  const [run = ''] = /^\d(?:[ -]?\d){12,18}/.exec(text) ?? [];
  for (let end = run.length; end >= MIN_PAN_DIGITS; end -= 1) {
    const digits = run.slice(0, end).replace(/\D/g, '');
    const isWhole = /\d/.test(run[end - 1] ?? '') && !/\d/.test(text[end] ?? '');
    if (isWhole && digits.length >= MIN_PAN_DIGITS && luhnDigit(digits.slice(0, -1)) === digits.at(-1))
      return end;
  }
  return 0;
}

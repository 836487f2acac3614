import { luhnDigit, PAN_DIGITS } from './pan.ts';
import { REDACTED } from './redact-text.ts';
import { compatibilityDigitsOf, digitAt } from './unicode-digits.ts';

/**
 * What may separate two digits of a card number in a page or a document: markup, escapes, anything but letters and
 * digits.
 */
const SEPARATOR =
  /^(?:<[^<>]{0,80}>|&#?\w{1,8};|%[\dA-Fa-f]{2}|\\[nrt]|\\[ux][\dA-Fa-f]{2,4}|[^\p{L}\p{N}])/u;
const MAX_SEPARATOR_LENGTH = 90;
/** Letters that may also separate two digits. */
const MAX_LETTERS = 3;
/** The lengths of the shortest and the longest card number. */
const [MIN_PAN_DIGITS, MAX_PAN_DIGITS] = [13, 19];
/** Digits per group of a printed 16-digit card number. */
const GROUP_DIGITS = 4;

/** A digit of a run, and where in the text it is. */
interface PlacedDigit {
  readonly at: number;
  readonly end: number;
  readonly digit: string;
}

/**
 * Returns the index in the run of the last digit of the card number that begins at `first`; undefined when none does.
 */
type FindEnd = (run: readonly PlacedDigit[], first: number) => number | undefined;

/**
 * Removes what looks like a card number, whatever separates its digits and however they are written. It removes more
 * than `redactText`: it is for text from third parties that need not be preserved.
 */
export function redactCardNumbers(text: string): string {
  return redactRuns(redactRuns(text, 0, standaloneEnd), MAX_LETTERS, printedPanEnd);
}

function redactRuns(text: string, letters: number, findEnd: FindEnd): string {
  let clean = '';
  let from = 0;
  for (const run of digitRuns(text, letters)) {
    for (let first = 0; first < run.length; first += 1) {
      const last = findEnd(run, first);
      if (last === undefined) continue;
      const [start, end] = [run[first]?.at ?? 0, run[last]?.end ?? 0];
      // Overlapping numbers: both are removed completely.
      if (start >= from) clean += text.slice(from, start) + REDACTED;
      from = Math.max(from, end);
    }
  }
  return clean + text.slice(from);
}

/** Splits the text into runs of digits that only separators and up to `maxLetters` letters interrupt. */
function digitRuns(text: string, maxLetters: number): PlacedDigit[][] {
  const runs: PlacedDigit[][] = [];
  let run: PlacedDigit[] = [];
  let letters = 0;
  for (let at = 0; at < text.length; ) {
    const found = digitAt(text, at) ?? (maxLetters === 0 ? stylizedDigitAt(text, at) : undefined);
    if (found) {
      run.push({ at, end: at + found.length, digit: found.digit });
      letters = 0;
    }
    const separator = found ? undefined : SEPARATOR.exec(text.slice(at, at + MAX_SEPARATOR_LENGTH))?.[0];
    if (!found && separator === undefined) letters += 1;
    if (letters > maxLetters) {
      runs.push(run);
      run = [];
      letters = 0;
    }
    at += found?.length ?? separator?.length ?? characterAt(text, at).length;
  }
  return [...runs, run].filter(({ length }) => length >= MIN_PAN_DIGITS);
}

const characterAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0);

/** A superscript or circled digit. Where letters may separate digits, such a character counts as a letter. */
function stylizedDigitAt(text: string, at: number): { digit: string; length: number } | undefined {
  const character = characterAt(text, at);
  const digit = compatibilityDigitsOf(character);
  return digit?.length === 1 ? { digit, length: character.length } : undefined;
}

const digitsOf = (run: readonly PlacedDigit[]): string => run.map(({ digit }) => digit).join('');
const passesLuhn = (digits: string): boolean =>
  /^[2-6]/.test(digits) && luhnDigit(digits.slice(0, -1)) === digits.at(-1);
/** Whether the digit directly follows the one before it in the text. */
const isAdjacent = (run: readonly PlacedDigit[], index: number): boolean =>
  index > 0 && run[index - 1]?.end === run[index]?.at;

/** Finds the longest card number of 13 to 19 digits that begins here and has no digit directly before or after it. */
function standaloneEnd(run: readonly PlacedDigit[], first: number): number | undefined {
  if (isAdjacent(run, first)) return undefined;
  for (
    let last = Math.min(run.length, first + MAX_PAN_DIGITS) - 1;
    last >= first + MIN_PAN_DIGITS - 1;
    last -= 1
  ) {
    if (!isAdjacent(run, last + 1) && passesLuhn(digitsOf(run.slice(first, last + 1)))) return last;
  }
  return undefined;
}

/**
 * Finds a 16-digit card number, whatever stands before and after it: in one piece, in groups of four, or with every
 * digit separate. With other separators, many rows of dates and numbers would match.
 */
function printedPanEnd(run: readonly PlacedDigit[], first: number): number | undefined {
  const number = run.slice(first, first + PAN_DIGITS);
  if (number.length < PAN_DIGITS || !passesLuhn(digitsOf(number))) return undefined;
  const gaps = number.map((_, index) => index).filter((index) => index > 0 && !isAdjacent(number, index));
  const isPrinted = gaps.length === PAN_DIGITS - 1 || gaps.every((index) => index % GROUP_DIGITS === 0);
  return isPrinted ? first + PAN_DIGITS - 1 : undefined;
}

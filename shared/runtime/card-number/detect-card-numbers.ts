import { ParameterInvalid } from '../../wire/errors.ts';
import type { Store } from '../store/store.ts';
import type { Put } from '../store/write.ts';
import { luhnDigit, PAN_DIGITS } from './pan.ts';
import { compatibilityDigitsOf, decimalDigitOf } from './unicode-digits.ts';

// Texts from merchants and operators are stored, displayed and logged, so none may contain the number of a card of
// ours. Our BINs are kept in the merchants table, which every operation can read, and are looked up only for plausible
// numbers.

/** Possible lengths of a BIN. */
const BIN_DIGITS = [6, 7, 8] as const;

/** One character may stand for two digits (⑫). */
const MIN_CHARACTERS = PAN_DIGITS / 2;
/** Maximum number of letters between two digits of a number: `4999x0010`, `4999 and 0010`. */
const MAX_LETTERS_BETWEEN_DIGITS = 3;
const LETTER = /[\p{L}\p{N}]/u;
/** Hexadecimal ids such as UUIDs have few letters between their digits, so only adjacent digits count in them. */
const HEXADECIMAL = /^[\da-f]{32}$/i;

/**
 * A superscript or circled number is either part of the card number (`⁴⁹⁹⁹`) or a separator (`4999²0010`): both are
 * tried.
 */
const DIGIT_READERS = [
  (character: string) => decimalDigitOf(character) ?? compatibilityDigitsOf(character),
  decimalDigitOf,
];

/** Returns all sequences of 16 digits in the text that pass the Luhn check, however they are written and separated. */
export function candidatePans(text: string): string[] {
  if (text.length < MIN_CHARACTERS) return [];
  const letters = HEXADECIMAL.test(text.replaceAll('-', '')) ? 0 : MAX_LETTERS_BETWEEN_DIGITS;
  const runs = DIGIT_READERS.flatMap((digitsOf) => digitRuns(text, digitsOf, letters));
  return [...new Set(runs.flatMap(windowsOf))].filter(passesLuhnCheck);
}

/**
 * Returns the runs of digits in the text. At most `maxLetters` letters, and any other characters, may separate two
 * digits.
 */
function digitRuns(
  text: string,
  digitsOf: (character: string) => string | undefined,
  maxLetters: number,
): string[] {
  const runs: string[] = [];
  let run = '';
  let letters = 0;
  for (const character of text) {
    const digits = digitsOf(character);
    if (digits === undefined && LETTER.test(character)) letters += 1;
    if (digits === undefined) continue;
    if (letters > maxLetters) {
      runs.push(run);
      run = '';
    }
    run += digits;
    letters = 0;
  }
  return [...runs, run];
}

const windowsOf = (digits: string): string[] =>
  Array.from({ length: Math.max(0, digits.length - PAN_DIGITS + 1) }, (_, at) =>
    digits.slice(at, at + PAN_DIGITS),
  );

const passesLuhnCheck = (digits: string): boolean => luhnDigit(digits.slice(0, -1)) === digits.at(-1);

const ownBinKey = (cardBin: string) => ({ pk: `own-bin/${cardBin}` });

/** Registers a BIN as ours. */
export const ownBinPut = (cardBin: string): Put => ({
  kind: 'put',
  table: 'merchants',
  item: { ...ownBinKey(cardBin), cardBin },
  replace: true,
});

/** Whether the text contains a number that is, or could be, that of a card of ours. */
export async function containsCardNumber(store: Store, text: string): Promise<boolean> {
  const numbers = candidatePans(text);
  if (numbers.length === 0) return false;
  const bins = new Set(numbers.flatMap((number) => BIN_DIGITS.map((digits) => number.slice(0, digits))));
  const found = await store.getMany('merchants', [...bins].map(ownBinKey));
  return found.some((item) => item !== undefined);
}

/** Fields that are not free text: card data has its own rules, ids are ours, and images contain no text. */
const EXCLUDED_FIELDS = /^(cardNo|pin|activationCode|\w+Id|\w+ImageBase64)$/;

/**
 * @throws ParameterInvalid when a free-text field of the request, at any depth, contains the number of a card of ours
 */
export async function rejectCardNumbers(store: Store, content: object, within = ''): Promise<void> {
  for (const [name, value] of Object.entries(content)) {
    if (EXCLUDED_FIELDS.test(name)) continue;
    const field = within + name;
    if (typeof value === 'object' && value !== null) await rejectCardNumbers(store, value, `${field}.`);
    if (typeof value === 'string' && (await containsCardNumber(store, value)))
      throw new ParameterInvalid(field, 'holds a card number');
  }
}

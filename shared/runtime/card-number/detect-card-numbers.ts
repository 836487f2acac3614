import { ParameterInvalid } from '../../wire/errors.ts';
import type { Store } from '../store/store.ts';
import type { Put } from '../store/write.ts';
import { luhnDigit, PAN_DIGITS } from './pan.ts';
import { compatibilityDigitsOf, decimalDigitOf } from './unicode-digits.ts';

// Texts of merchants and operators are kept, shown and logged: none may hold a number of a card of ours. Which BINs are ours lies
// beside the merchants, where every operation can look, and only where a text has a number that could be one is it looked up.

/** Lengths of the BINs that a range may have. */
const BIN_DIGITS = [6, 7, 8] as const;

/** One character may be two digits (⑫). */
const MIN_CHARACTERS = PAN_DIGITS / 2;
/** As many letters and the like may stand between two digits of a number: `4999x0010`, `4999 and 0010`. */
const MAX_LETTERS_BETWEEN_DIGITS = 3;
const LETTER = /[\p{L}\p{N}]/u;
/** What a machine drew in hexadecimal, a UUID above all, has digits with few letters between them: there only digits in a row count. */
const HEXADECIMAL = /^[\da-f]{32}$/i;

/** A raised or circled number is part of the card number (`⁴⁹⁹⁹`), or stands between its parts (`4999²0010`). */
const DIGIT_READERS = [
  (character: string) => decimalDigitOf(character) ?? compatibilityDigitsOf(character),
  decimalDigitOf,
];

/** What may be a card number in the text, however its digits are written and separated: 16 in a row, the last of which checks. */
export function candidatePans(text: string): string[] {
  if (text.length < MIN_CHARACTERS) return [];
  const letters = HEXADECIMAL.test(text.replaceAll('-', '')) ? 0 : MAX_LETTERS_BETWEEN_DIGITS;
  const runs = DIGIT_READERS.flatMap((digitsOf) => digitRuns(text, digitsOf, letters));
  return [...new Set(runs.flatMap(windowsOf))].filter(passesLuhnCheck);
}

/** The digits that stand in a row, but for so many letters between each two, and whatever is no letter. */
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

/** Says that card numbers with this BIN are ours. */
export const ownBinPut = (cardBin: string): Put => ({
  kind: 'put',
  table: 'merchants',
  item: { ...ownBinKey(cardBin), cardBin },
  replace: true,
});

/** Whether the text holds what is, or could be, the number of a card of ours. */
export async function containsCardNumber(store: Store, text: string): Promise<boolean> {
  const numbers = candidatePans(text);
  if (numbers.length === 0) return false;
  const bins = new Set(numbers.flatMap((number) => BIN_DIGITS.map((digits) => number.slice(0, digits))));
  const found = await store.getMany('merchants', [...bins].map(ownBinKey));
  return found.some((item) => item !== undefined);
}

/** Fields that are no free text: card data has its own rules, ids are ours, pictures are not. */
const EXCLUDED_FIELDS = /^(cardNo|pin|activationCode|\w+Id|\w+ImageBase64)$/;

/** @throws ParameterInvalid naming the field where a free text of the request holds the number of a card of ours, however deep */
export async function rejectCardNumbers(store: Store, content: object, within = ''): Promise<void> {
  for (const [name, value] of Object.entries(content)) {
    if (EXCLUDED_FIELDS.test(name)) continue;
    const field = within + name;
    if (typeof value === 'object' && value !== null) await rejectCardNumbers(store, value, `${field}.`);
    if (typeof value === 'string' && (await containsCardNumber(store, value)))
      throw new ParameterInvalid(field, 'holds a card number');
  }
}

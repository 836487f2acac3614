import { ParameterInvalid } from '../contract/errors.ts';
import type { Store } from '../store/store.ts';
import type { Put } from '../store/write.ts';
import { luhnDigit, PAN_DIGITS } from './number.ts';

// Texts of merchants and operators are kept, shown and logged: none may hold a number of a card of ours. Which BINs are ours lies
// beside the merchants, where every operation can look, and only where a text has a number that could be one is it looked up.

/** Lengths of the BINs that a range may have. */
const BIN_DIGITS = [6, 7, 8] as const;

/** Digits with whatever is no letter and no digit between them. */
const RUN = /\p{Nd}(?:[^\p{L}\p{N}]*\p{Nd})+/gu;

/** What may be a card number in the text, however its digits are separated: 16 digits in a row, the last of which checks. */
export function numbersIn(text: string): string[] {
  if (text.length < PAN_DIGITS) return [];
  // Full-width digits and their like become those of ASCII.
  const runs = text.normalize('NFKC').match(RUN) ?? [];
  return runs.flatMap((run) => windowsOf(run.replace(/\D/g, ''))).filter(isCheckedNumber);
}

const windowsOf = (digits: string): string[] =>
  Array.from({ length: Math.max(0, digits.length - PAN_DIGITS + 1) }, (_, at) =>
    digits.slice(at, at + PAN_DIGITS),
  );

const isCheckedNumber = (digits: string): boolean => luhnDigit(digits.slice(0, -1)) === digits.at(-1);

const ownBinKey = (cardBin: string) => ({ pk: `own-bin/${cardBin}` });

/** Says that card numbers with this BIN are ours. */
export const ownBinPut = (cardBin: string): Put => ({
  kind: 'put',
  table: 'merchants',
  item: { ...ownBinKey(cardBin), cardBin },
  replace: true,
});

/** Whether the text holds what is, or could be, the number of a card of ours. */
export async function holdsCardNumber(store: Store, text: string): Promise<boolean> {
  const numbers = numbersIn(text);
  if (numbers.length === 0) return false;
  const bins = new Set(numbers.flatMap((number) => BIN_DIGITS.map((digits) => number.slice(0, digits))));
  const found = await store.getMany('merchants', [...bins].map(ownBinKey));
  return found.some((item) => item !== undefined);
}

/** Fields that are no free text: card data has its own rules, ids are ours, pictures and documents are not. */
const NOT_FREE = /^(cardNo|pin|activationCode|\w+Id|\w+ImageBase64|certificateNo)$/;

/** @throws ParameterInvalid naming the field where a free text of the request holds the number of a card of ours */
export async function refuseCardNumbers(store: Store, content: object): Promise<void> {
  for (const [field, value] of Object.entries(content))
    if (typeof value === 'string' && !NOT_FREE.test(field) && (await holdsCardNumber(store, value)))
      throw new ParameterInvalid(field, 'holds a card number');
}

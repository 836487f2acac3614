import { maskCardNumber } from '../../../shared/cards/number.ts';

type Hide = (value: string) => string;

const blotOut: Hide = (value) => '*'.repeat(value.length);

/** Fields of the wire that hold card data, with what may be shown of them. */
const CARD_DATA: ReadonlyMap<string, Hide> = new Map([
  ['cardNo', maskCardNumber],
  ['cardVerifyNo', blotOut],
]);

/** And what is for the merchant's own use, but on no screen. */
const SECRETS: ReadonlyMap<string, Hide> = new Map([
  ...CARD_DATA,
  ['cvv2', blotOut],
  ['otp', blotOut],
  ['activationCode', blotOut],
  ['pin', blotOut],
]);

/** A deep copy with card numbers masked and verification numbers blotted out: what a list may hold. */
export const withoutCardData = <Value>(value: Value): Value => without(value, CARD_DATA);

/** A deep copy without card data, codes, passwords and PINs: what a screen may show. */
export const withoutSecrets = <Value>(value: Value): Value => without(value, SECRETS);

function without<Value>(value: Value, hidden: ReadonlyMap<string, Hide>): Value {
  const text = JSON.stringify(value, (field, inner: unknown) =>
    typeof inner === 'string' ? (hidden.get(field)?.(inner) ?? inner) : inner,
  );
  return JSON.parse(text);
}

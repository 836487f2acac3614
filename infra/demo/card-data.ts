import { maskPan } from '../../shared/runtime/card-number/pan.ts';

type Mask = (value: string) => string;

const blank: Mask = (value) => '*'.repeat(value.length);

/** Fields of the wire that hold card data, with what may be shown of them. */
const CARD_DATA: ReadonlyMap<string, Mask> = new Map([
  ['cardNo', maskPan],
  ['cardVerifyNo', blank],
]);

/** And what is for the merchant's own use, but on no screen. */
const SECRETS: ReadonlyMap<string, Mask> = new Map([
  ...CARD_DATA,
  ['cvv2', blank],
  ['otp', blank],
  ['activationCode', blank],
  ['pin', blank],
]);

/** A deep copy with card numbers masked and verification numbers blotted out: what a list may hold. */
export const maskCardData = <Value>(value: Value): Value => mask(value, CARD_DATA);

/** A deep copy without card data, codes, passwords and PINs: what a screen may show. */
export const maskSecrets = <Value>(value: Value): Value => mask(value, SECRETS);

function mask<Value>(value: Value, hidden: ReadonlyMap<string, Mask>): Value {
  const text = JSON.stringify(value, (field, inner: unknown) =>
    typeof inner === 'string' ? (hidden.get(field)?.(inner) ?? inner) : inner,
  );
  return JSON.parse(text);
}

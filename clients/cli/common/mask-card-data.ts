import { maskPan } from '../../../shared/runtime/card-number/pan.ts';

type Mask = (value: string) => string;

const blank: Mask = (value) => '*'.repeat(value.length);

/** Fields with card data, and how to mask them. */
const CARD_DATA: ReadonlyMap<string, Mask> = new Map([
  ['cardNo', maskPan],
  ['cardVerifyNo', blank],
]);

/** These, and fields that the merchant uses but must not show. */
const SECRETS: ReadonlyMap<string, Mask> = new Map([
  ...CARD_DATA,
  ['cvv2', blank],
  ['otp', blank],
  ['activationCode', blank],
  ['pin', blank],
]);

/** Returns a deep copy with masked card numbers and verification numbers, to be stored in a list. */
export const maskCardData = <Value>(value: Value): Value => mask(value, CARD_DATA);

/** Returns a deep copy with masked card data, codes, passwords and PINs, to be shown. */
export const maskSecrets = <Value>(value: Value): Value => mask(value, SECRETS);

function mask<Value>(value: Value, hidden: ReadonlyMap<string, Mask>): Value {
  const text = JSON.stringify(value, (field, inner: unknown) =>
    typeof inner === 'string' ? (hidden.get(field)?.(inner) ?? inner) : inner,
  );
  return JSON.parse(text);
}

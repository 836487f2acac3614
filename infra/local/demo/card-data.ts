import { maskCardNumber } from '../../../shared/cards/number.ts';

/** Fields of the wire that hold card data, with what may be shown of them. */
const HIDDEN: ReadonlyMap<string, (value: string) => string> = new Map([
  ['cardNo', maskCardNumber],
  ['cardVerifyNo', (value) => '*'.repeat(value.length)],
]);

/** A deep copy with card numbers masked and verification numbers blotted out: what a screen or a list may hold. */
export function withoutCardData<Value>(value: Value): Value {
  const text = JSON.stringify(value, (field, inner: unknown) =>
    typeof inner === 'string' ? (HIDDEN.get(field)?.(inner) ?? inner) : inner,
  );
  return JSON.parse(text);
}

import { maskCardNumber } from '../cards/number.ts';
import { type CardDataMode, cardDataIn, sealCardData, withFields } from '../codec/card-data.ts';
import type { CounterpartyKeys } from './keys.ts';
import type { Merchant } from './merchant.ts';

/** How the merchant is told card data. */
export const cardDataOf = ({ cardData = 'clear' }: Merchant): CardDataMode => cardData;

/**
 * The content as the merchant is told it: the one way out, for answers and notifications. Throws where it is to be sealed
 * and the merchant has no key: nothing of it is told in clear then.
 */
export async function asTold<Content extends object>(
  keys: CounterpartyKeys,
  merchant: Merchant,
  content: Content,
): Promise<Content> {
  const mode = cardDataOf(merchant);
  if (mode === 'clear') return content;
  if (mode === 'masked') return withFields(content, masked);
  const [key] = keys.publicKeys(merchant);
  if (!key) throw new Error(`merchant ${merchant.userNo} is told card data as JWE and has no key`);
  return sealCardData(content, key);
}

/** Codes and passwords are told all the same: they are the merchant's to pass on. */
function masked(field: string, value: unknown): unknown {
  if (field === 'cardVerifyNo') return undefined;
  const text = field === 'cardNo' ? cardDataIn(field, value) : undefined;
  return text === undefined ? value : maskCardNumber(text);
}

import { maskCardNumber } from '../cards/number.ts';
import { type CardDataMode, cardDataIn, sealCardData, withFields } from '../codec/card-data.ts';
import type { CounterpartyKeys } from './keys.ts';
import type { Merchant } from './merchant.ts';

/** How the merchant is told card data. */
export const cardDataOf = ({ cardData = 'clear' }: Merchant): CardDataMode => cardData;

/** The content as the merchant is told it: the one way out, for answers and notifications. */
export async function asTold<Content extends object>(
  keys: CounterpartyKeys,
  merchant: Merchant,
  content: Content,
): Promise<Content> {
  const mode = cardDataOf(merchant);
  if (mode === 'clear') return content;
  if (mode === 'masked') return withFields(content, masked);
  const [key] = keys.publicKeys(merchant);
  return key ? sealCardData(content, key) : content;
}

/** Codes and passwords are told all the same: they are the merchant's to pass on. */
function masked(field: string, value: unknown): unknown {
  if (field === 'cardVerifyNo') return undefined;
  const text = field === 'cardNo' ? cardDataIn(field, value) : undefined;
  return text === undefined ? value : maskCardNumber(text);
}

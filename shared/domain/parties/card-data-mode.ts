import { maskPan } from '../../runtime/card-number/pan.ts';
import { type CardDataMode, mapFields, plaintextCardData, sealCardData } from '../../wire/codec/card-data.ts';
import type { CounterpartyKeys } from './key-cache.ts';
import type { Merchant } from './merchant.ts';

/** How the merchant is told card data. */
export const cardDataModeOf = ({ cardData = 'clear' }: Merchant): CardDataMode => cardData;

/**
 * The content as the merchant is told it: the one way out, for answers and notifications. Throws where it is to be sealed
 * and the merchant has no key: nothing of it is told in clear then.
 */
export async function applyCardDataMode<Content extends object>(
  keys: CounterpartyKeys,
  merchant: Merchant,
  content: Content,
): Promise<Content> {
  const mode = cardDataModeOf(merchant);
  if (mode === 'clear') return content;
  if (mode === 'masked') return mapFields(content, maskField);
  const [key] = keys.publicKeys(merchant);
  if (!key) throw new Error(`merchant ${merchant.userNo} is told card data as JWE and has no key`);
  return sealCardData(content, key);
}

/** Codes and passwords are told all the same: they are the merchant's to pass on. */
function maskField(field: string, value: unknown): unknown {
  if (field === 'cardVerifyNo') return undefined;
  const text = field === 'cardNo' ? plaintextCardData(field, value) : undefined;
  return text === undefined ? value : maskPan(text);
}

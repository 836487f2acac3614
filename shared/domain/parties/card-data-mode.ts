import { maskPan } from '../../runtime/card-number/pan.ts';
import { type CardDataMode, mapFields, plaintextCardData, sealCardData } from '../../wire/codec/card-data.ts';
import type { CounterpartyKeys } from './key-cache.ts';
import type { Merchant } from './merchant.ts';

/** Returns the form in which the merchant receives card data. */
export const cardDataModeOf = ({ cardData = 'clear' }: Merchant): CardDataMode => cardData;

/**
 * Puts the card data in the content into the merchant's form. All responses and notifications pass through here.
 *
 * @throws Error when the card data is to be sealed and the merchant has no key: it never leaves in clear instead
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
  if (!key) throw new Error(`merchant ${merchant.userNo} receives card data as JWE and has no key`);
  return sealCardData(content, key);
}

/** Codes and passwords stay as they are: the merchant needs them to pass them on. */
function maskField(field: string, value: unknown): unknown {
  if (field === 'cardVerifyNo') return undefined;
  const text = field === 'cardNo' ? plaintextCardData(field, value) : undefined;
  return text === undefined ? value : maskPan(text);
}

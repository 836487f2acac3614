import type { Merchant } from '../merchants/merchant.ts';
import type { Platform } from '../platform/platform.ts';

interface CardContent {
  readonly cardId?: string;
  readonly cardInfo?: object;
}

/**
 * The content with the card's number and verification number for a merchant that is set to receive them, else as it is.
 * They are added only here, while it is sealed: the outbox never holds them (contract section 4.3).
 */
export async function withCardData<Content extends CardContent>(
  platform: Platform,
  merchant: Merchant,
  content: Content,
): Promise<Content> {
  if (!merchant.cardDataInNotifications || !content.cardInfo || !content.cardId) return content;
  const secrets = await platform.vault.read(content.cardId);
  if (!secrets) return content;
  return {
    ...content,
    cardInfo: { ...content.cardInfo, cardNo: secrets.cardNo, cardVerifyNo: secrets.cvv2 },
  };
}

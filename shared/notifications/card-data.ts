import { cardOf } from '../cards/card.ts';
import { secretsOf } from '../cards/card-secrets.ts';
import { ContractError } from '../contract/errors.ts';
import { cardDataOf } from '../merchants/card-data.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Platform } from '../platform/platform.ts';
import type { CardSecrets } from '../vault/vault.ts';

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
  if (
    cardDataOf(merchant) === 'masked' ||
    !merchant.cardDataInNotifications ||
    !content.cardInfo ||
    !content.cardId
  )
    return content;
  const secrets = await secretsIfThere(platform, merchant, content.cardId);
  if (!secrets) return content;
  const { cardNo, cvv2 } = secrets;
  const told = { cardNo, ...(cvv2 !== undefined && { cardVerifyNo: cvv2 }) };
  return { ...content, cardInfo: { ...content.cardInfo, ...told } };
}

/** Where a platform below does not say them the news is told without: Card Inquiry has them later. */
async function secretsIfThere(
  platform: Platform,
  merchant: Merchant,
  cardId: string,
): Promise<CardSecrets | undefined> {
  try {
    const card = await cardOf(platform.store, merchant.userNo, cardId);
    return await secretsOf(platform, card, 'worker/deliver');
  } catch (error) {
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}

import type { CardSecrets } from '../../runtime/vault/card-secrets.ts';
import { ContractError } from '../../wire/errors.ts';
import type { Dependencies } from '../dependencies.ts';
import { readCardSecrets } from '../issuing/cards/read-secrets.ts';
import { cardOf } from '../issuing/model/card.ts';
import { cardDataModeOf } from '../parties/card-data-mode.ts';
import type { Merchant } from '../parties/merchant.ts';

interface CardContent {
  readonly cardId?: string;
  readonly cardInfo?: object;
}

/**
 * Adds the card's number and CVV2 for a merchant that receives them in notifications. They are added only here, just
 * before the content is sealed: the outbox never holds them (contract section 4.3).
 */
export async function withCardData<Content extends CardContent>(
  deps: Dependencies,
  merchant: Merchant,
  content: Content,
): Promise<Content> {
  if (
    cardDataModeOf(merchant) === 'masked' ||
    !merchant.cardDataInNotifications ||
    !content.cardInfo ||
    !content.cardId
  )
    return content;
  const secrets = await findSecrets(deps, merchant, content.cardId);
  if (!secrets) return content;
  const { cardNo, cvv2 } = secrets;
  const fields = { cardNo, ...(cvv2 !== undefined && { cardVerifyNo: cvv2 }) };
  return { ...content, cardInfo: { ...content.cardInfo, ...fields } };
}

/**
 * Returns undefined when an external issuer does not give the secrets out: the merchant gets them by Card Inquiry
 * later.
 */
async function findSecrets(
  deps: Dependencies,
  merchant: Merchant,
  cardId: string,
): Promise<CardSecrets | undefined> {
  try {
    const card = await cardOf(deps.store, merchant.userNo, cardId);
    return await readCardSecrets(deps, card, 'worker/deliver');
  } catch (error) {
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}

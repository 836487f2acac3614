import { cardholderOf } from '../cardholders/holder.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardInfo } from '../contract/operations/cards.ts';
import { readBalance } from '../ledger/balance.ts';
import { cardDataOf } from '../merchants/card-data.ts';
import type { Call } from '../platform/platform.ts';
import { cardOf, spendingAccount } from './card.ts';
import { secretsOf } from './card-secrets.ts';
import { cardSummary } from './card-summary.ts';

/** One card of the merchant with its number and, while it is neither closed nor expired, its verification number. */
export async function inquireCard(
  request: CheckedRequestOf<typeof cardInfo>,
  { platform, merchant }: Call,
): Promise<ResultOf<typeof cardInfo>> {
  const card = await cardOf(platform.store, merchant.userNo, request.cardId);
  const { cardUserId } = card;
  const [balance, secrets, holder] = await Promise.all([
    readBalance(platform.store, spendingAccount(card)),
    // Who is told no card number needs no vault, and nobody opens it for them.
    cardDataOf(merchant) === 'masked' ? undefined : secretsOf(platform, card, 'vcc/card-info'),
    cardUserId === undefined ? undefined : cardholderOf(platform.store, merchant.userNo, cardUserId),
  ]);
  return {
    ...cardSummary(card, balance, platform.utcOffset, holder),
    ...(secrets && { cardNo: secrets.cardNo }),
    ...(secrets?.cvv2 !== undefined && { cardVerifyNo: secrets.cvv2 }),
  };
}

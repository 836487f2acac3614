import type { cardInfo } from '../../../wire/contract/operations/cards.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { readBalance } from '../../money/ledger/balance.ts';
import { cardDataModeOf } from '../../parties/card-data-mode.ts';
import { cardOf, spendingAccount } from '../model/card.ts';
import { cardholderOf } from '../model/cardholder.ts';
import { readCardSecrets } from './read-secrets.ts';
import { wireCard } from './wire-card.ts';

/**
 * Returns a card of the merchant with its number and, unless it is closed or expired, its CVV2.
 *
 * @throws NothingFound when the merchant has no such card
 * @throws TryAgainLater when an external issuer holds the secrets and does not respond
 */
export async function inquireCard(
  request: CheckedRequestOf<typeof cardInfo>,
  { deps, merchant }: MerchantCall,
): Promise<ResultOf<typeof cardInfo>> {
  const card = await cardOf(deps.store, merchant.userNo, request.cardId);
  const { cardUserId } = card;
  const [balance, secrets, holder] = await Promise.all([
    readBalance(deps.store, spendingAccount(card)),
    // The vault is not opened for merchants that receive masked numbers only.
    cardDataModeOf(merchant) === 'masked' ? undefined : readCardSecrets(deps, card, 'vcc/card-info'),
    cardUserId === undefined ? undefined : cardholderOf(deps.store, merchant.userNo, cardUserId),
  ]);
  return {
    ...wireCard(card, balance, deps.utcOffset, holder),
    ...(secrets && { cardNo: secrets.cardNo }),
    ...(secrets?.cvv2 !== undefined && { cardVerifyNo: secrets.cvv2 }),
  };
}

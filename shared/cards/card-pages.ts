import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardPage } from '../contract/operations/cards.ts';
import { pageOf } from '../contract/page.ts';
import { cardAccount } from '../ledger/accounts.ts';
import { readBalances } from '../ledger/balance.ts';
import { idBounds } from '../platform/period.ts';
import type { Call } from '../platform/platform.ts';
import { type Card, cardFrom } from './card.ts';
import { cardSummary, wireCardStatus } from './card-summary.ts';

type Request = CheckedRequestOf<typeof cardPage>;

/** A page of the merchant's cards, newest first. */
export async function pageCards(
  request: Request,
  { platform, merchant }: Call,
): Promise<ResultOf<typeof cardPage>> {
  const items = await platform.store.query({
    table: 'cards',
    index: 'byMerchant',
    partition: merchant.userNo,
    ...idBounds(request, platform.utcOffset),
    newestFirst: true,
  });
  const page = pageOf(items.map(cardFrom).filter(matching(request)), request);
  const accounts = page.list.map((card) => cardAccount(card.cardId, card.currency));
  const balances = await readBalances(platform.store, accounts);
  const list = balances.map((balance, index) =>
    cardSummary(page.list[index] as Card, balance, platform.utcOffset),
  );
  return { ...page, list };
}

const matching = (request: Request) => (card: Card) =>
  (request.cardType === undefined || card.cardType === request.cardType) &&
  (request.groupId === undefined || card.groupId === request.groupId) &&
  (request.cardUserId === undefined || card.cardUserId === request.cardUserId) &&
  (request.status === undefined || wireCardStatus[card.status].code === request.status);

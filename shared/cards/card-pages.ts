import { type Cardholder, holderFrom, holderKey } from '../cardholders/holder.ts';
import { statusesOf } from '../contract/codes.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardPage } from '../contract/operations/cards.ts';
import type { Page } from '../contract/page.ts';
import { readBalances } from '../ledger/balance.ts';
import { timeBounds } from '../platform/period.ts';
import type { Call } from '../platform/platform.ts';
import type { Item } from '../store/item.ts';
import { criteria, pageOfQuery, queryFor, wholeItems } from '../store/pages.ts';
import type { Store } from '../store/store.ts';
import type { Condition } from '../store/write.ts';
import { type Card, cardFrom, spendingAccount } from './card.ts';
import { cardSummary, wireCardStatus } from './card-summary.ts';
import { pageOfPlaces, placesWithin } from './listing.ts';

type Request = CheckedRequestOf<typeof cardPage>;

/**
 * A page of the merchant's cards that meet every criterion, newest first.
 *
 * Any page without criteria, or of a period alone, reads its own rows and no others. The other criteria are looked for
 * in the lean rows of an index: a holder's, a group's or else all of the merchant's, within the period.
 */
export async function pageCards(request: Request, call: Call): Promise<ResultOf<typeof cardPage>> {
  const { store, utcOffset } = call.platform;
  const page = await wholeItems(store, 'cards', await rowsOf(request, call));
  const cards = page.list.map(cardFrom);
  const [balances, holders] = await Promise.all([
    readBalances(store, cards.map(spendingAccount)),
    holdersOf(store, cards),
  ]);
  const list = balances.map((balance, index) =>
    cardSummary(cards[index] as Card, balance, utcOffset, holders[index]),
  );
  return { ...page, list };
}

async function rowsOf(request: Request, { platform, merchant }: Call): Promise<Page<Item>> {
  const { store, utcOffset } = platform;
  const { userNo } = merchant;
  const period = timeBounds(request, utcOffset);
  const wanted = criteriaOf(request, userNo);
  const ofAll = wanted.length === 1;
  if (ofAll) return pageOfPlaces(store, userNo, await placesWithin(store, userNo, period), request);
  const query = queryFor('cards', ['byHolder', 'byGroup', 'byMerchant'], wanted);
  const isWholeTime = period.since === undefined && period.until === undefined;
  const places = isWholeTime ? {} : await placesWithin(store, userNo, period);
  return pageOfQuery(store, { ...query, ...places, newestFirst: true }, request);
}

/** What a card must be, its owner first. */
const criteriaOf = ({ cardType, groupId, cardUserId, status }: Request, userNo: string): Condition[] =>
  criteria({
    userNo,
    cardType,
    groupId,
    cardUserId,
    status: status && statusesOf(wireCardStatus, status),
  });

/** The holders of the cards, in their order. */
async function holdersOf(store: Store, cards: readonly Card[]): Promise<(Cardholder | undefined)[]> {
  const named = cards.flatMap(({ cardUserId }) => (cardUserId === undefined ? [] : [cardUserId]));
  const items = await store.getMany('cardholders', named.map(holderKey));
  const found = new Map(named.map((cardUserId, index) => [cardUserId, items[index]]));
  return cards.map(({ cardUserId }) => {
    const item = cardUserId === undefined ? undefined : found.get(cardUserId);
    return item && holderFrom(item);
  });
}

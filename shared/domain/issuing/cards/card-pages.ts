import { timeBounds } from '../../../runtime/period.ts';
import type { Item } from '../../../runtime/store/item.ts';
import { filterConditions, hydratePage, pageOfQuery, queryFor } from '../../../runtime/store/pages.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { Condition } from '../../../runtime/store/write.ts';
import { statusesOf } from '../../../wire/contract/codes.ts';
import type { cardPage } from '../../../wire/contract/operations/cards.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import type { Page } from '../../../wire/contract/page.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { readBalances } from '../../money/ledger/balance.ts';
import { type Card, cardFrom, spendingAccount } from '../model/card.ts';
import { type Cardholder, cardholderFrom, cardholderKey } from '../model/cardholder.ts';
import { ordinalsWithin, pageOfOrdinals } from './card-sequence.ts';
import { wireCard, wireCardStatus } from './wire-card.ts';

type Request = CheckedRequestOf<typeof cardPage>;

/**
 * Returns a page of the merchant's cards that match every filter, newest first.
 *
 * Without filters, or with a period only, it reads no more rows than the page has. Other filters scan the lean rows of
 * an index within the period: those of a cardholder, of a group, or of the whole merchant.
 */
export async function pageCards(request: Request, call: MerchantCall): Promise<ResultOf<typeof cardPage>> {
  const { store, utcOffset } = call.deps;
  const page = await hydratePage(store, 'cards', await rowsOf(request, call));
  const cards = page.list.map(cardFrom);
  const [balances, holders] = await Promise.all([
    readBalances(store, cards.map(spendingAccount)),
    holdersOf(store, cards),
  ]);
  const list = balances.map((balance, index) =>
    wireCard(cards[index] as Card, balance, utcOffset, holders[index]),
  );
  return { ...page, list };
}

async function rowsOf(request: Request, { deps, merchant }: MerchantCall): Promise<Page<Item>> {
  const { store, utcOffset } = deps;
  const { userNo } = merchant;
  const period = timeBounds(request, utcOffset);
  const filters = filtersOf(request, userNo);
  const isUnfiltered = filters.length === 1;
  if (isUnfiltered)
    return pageOfOrdinals(store, userNo, await ordinalsWithin(store, userNo, period), request);
  const query = queryFor('cards', ['byHolder', 'byGroup', 'byMerchant'], filters);
  const isUnbounded = period.since === undefined && period.until === undefined;
  const ordinals = isUnbounded ? {} : await ordinalsWithin(store, userNo, period);
  return pageOfQuery(store, { ...query, ...ordinals, newestFirst: true }, request);
}

/** Returns the conditions that the cards must match; the first is their owner. */
const filtersOf = ({ cardType, groupId, cardUserId, status }: Request, userNo: string): Condition[] =>
  filterConditions({
    userNo,
    cardType,
    groupId,
    cardUserId,
    status: status && statusesOf(wireCardStatus, status),
  });

/** Returns the cardholder of each card, in the order of the cards. */
async function holdersOf(store: Store, cards: readonly Card[]): Promise<(Cardholder | undefined)[]> {
  const cardUserIds = cards.flatMap(({ cardUserId }) => (cardUserId === undefined ? [] : [cardUserId]));
  const items = await store.getMany('cardholders', cardUserIds.map(cardholderKey));
  const found = new Map(cardUserIds.map((cardUserId, index) => [cardUserId, items[index]]));
  return cards.map(({ cardUserId }) => {
    const item = cardUserId === undefined ? undefined : found.get(cardUserId);
    return item && cardholderFrom(item);
  });
}

import type { Write } from '../../../runtime/store/write.ts';
import { cardAccount } from '../../money/ledger/account.ts';
import { liveCardRemovedUpdate } from '../cardholders/live-cards.ts';
import { type CardOrdinal, nextOrdinal, ordinalWrites } from '../cards/card-sequence.ts';
import { type Card, cardKey } from '../model/card.ts';
import { groupKey } from '../model/group.ts';
import type { IssuedCard } from '../model/issuer.ts';
import { newCard } from '../model/new-card.ts';
import type { OpeningOrder } from '../model/order.ts';
import { fundingPostings, type OrderKind, releasePostings } from './funding.ts';

/** Success creates the card, funds it and charges the fee. Failure releases both on the account. */
export const cardOpening: OrderKind<OpeningOrder> = {
  async succeed(order, { card: issued, issuerResult, deps }) {
    if (!issued) throw new Error(`order ${order.orderId}: an opening succeeded without a card`);
    const { cardId, groupId, currency, userNo } = order;
    const ordinal = await nextOrdinal(deps.store, userNo, deps.now());
    const card = cardFromOrder(order, issued, ordinal, issuerResult?.cardId);
    return {
      postings: fundingPostings(order),
      // Creates the card's balance even when it is funded with zero.
      guards:
        groupId === undefined
          ? [{ account: cardAccount(cardId, currency), onConflict: () => undefined }]
          : [],
      writes: [
        { kind: 'put', table: 'cards', item: { ...cardKey(cardId), ...card } },
        ...ordinalWrites(userNo, ordinal),
        ...(groupId === undefined ? [] : [joinGroupUpdate(groupId)]),
      ],
    };
  },
  fail: (order) => ({
    postings: releasePostings(order),
    writes: order.opening.cardUserId === undefined ? [] : [liveCardRemovedUpdate(order.opening.cardUserId)],
  }),
};

const joinGroupUpdate = (groupId: string): Write => ({
  kind: 'update',
  table: 'cards',
  key: groupKey(groupId),
  add: { cardCount: 1 },
});

function cardFromOrder(
  order: OpeningOrder,
  issued: IssuedCard,
  ordinal: CardOrdinal,
  issuerCardId: string | undefined,
): Card {
  const { validityMonths: _, cardBin: __, issuerRangeId: ___, ...properties } = order.opening;
  const { groupId, amount } = order;
  return {
    ...newCard(order, properties, issued, ordinal),
    ...(issuerCardId !== undefined && { issuerCardId }),
    ...(groupId !== undefined && { groupId }),
    ...(groupId !== undefined && amount > 0n && { limit: amount }),
  };
}

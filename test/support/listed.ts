import { type Card, type CardStatus, cardKey } from '../../shared/cards/card.ts';
import { nextPlace, type Place, placeWrites } from '../../shared/cards/listing.ts';
import { opTypes } from '../../shared/contract/codes.ts';
import type { Order, OrderStatus } from '../../shared/orders/order.ts';
import { firstIdAt } from '../../shared/platform/ids.ts';
import type { Store } from '../../shared/store/store.ts';

// Cards and orders as queries find them, without the money and the secrets that real ones come with.

/** What queries tell cards apart by, beside their place. */
export interface CardTraits {
  readonly cardType: 1 | 2;
  readonly status: CardStatus;
  readonly groupId?: string | undefined;
  readonly cardUserId?: string | undefined;
}

/** The merchant's card at this place. */
export function listedCard(
  userNo: string,
  place: Place,
  { groupId, cardUserId, ...traits }: CardTraits,
): Card {
  return {
    cardId: `1${userNo.padStart(7, '0')}${String(place.ordinal).padStart(8, '0')}`,
    userNo,
    binRangeId: 'V1',
    issuer: 'embedded',
    cardForm: 1,
    ...(groupId !== undefined && { groupId }),
    ...(cardUserId !== undefined && { cardUserId }),
    currency: 'USD',
    maskedNumber: '499900******0000',
    expiry: '2029-03',
    alias: 'a card among many',
    label: '',
    startDate: '2026-03-01',
    endDate: '2027-03-01',
    multiUse: true,
    currencyCheck: false,
    minAmount: 1_000n,
    maxAmount: 1_000_000n,
    usedAmount: 0n,
    ...traits,
    ...place,
  };
}

/** The item that keeps a card. */
export const cardItem = (card: Card) => ({ ...cardKey(card.cardId), ...card });

/** Lists another card of the merchant, as opening one does. */
export async function addCard(
  store: Store,
  userNo: string,
  nowMs: number,
  traits: CardTraits,
): Promise<Card> {
  const place = await nextPlace(store, userNo, nowMs);
  const card = listedCard(userNo, place, traits);
  await store.write([{ kind: 'put', table: 'cards', item: cardItem(card) }, ...placeWrites(userNo, place)]);
  return card;
}

/** What queries tell orders apart by, beside their time. */
export interface OrderTraits {
  readonly opType: 16 | 18;
  readonly status: OrderStatus;
  readonly cardId?: string | undefined;
  readonly groupId?: string | undefined;
}

/** The merchant's `nth` order of this moment. */
export function listedOrder(
  userNo: string,
  createdAt: number,
  nth: number,
  { cardId, groupId, opType, status }: OrderTraits,
): Order {
  const orderId = String(Number(firstIdAt(createdAt)) + nth);
  return {
    orderId,
    userNo,
    userReqNo: `order-${orderId}`,
    issuer: 'embedded',
    status,
    opType: opType === opTypes.recharge ? opTypes.recharge : opTypes.refund,
    ...(cardId !== undefined && { cardId }),
    ...(groupId !== undefined && { groupId }),
    cardType: groupId === undefined ? 1 : 2,
    currency: 'USD',
    amount: 5_000n,
    fee: 50n,
    createdAt,
    correlationId: 'listed',
  };
}

export { orderItem } from '../../shared/orders/order.ts';

import { opTypes } from '../../wire/contract/codes.ts';
import { authorizationBalances, countsAsUse } from '../issuing/model/authorization.ts';
import type { Card } from '../issuing/model/card.ts';
import type { OpeningOrder, Order } from '../issuing/model/order.ts';
import { type CheckResult, checkEach, countBy, fieldMismatches, mismatch, Totals } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

const isOpening = (order: Order): order is OpeningOrder => order.opType === opTypes.cardOpening;

/** Checks that every successful opening has its card. */
export function openedCardsExist({ orders, cards }: AuditSnapshot): CheckResult {
  const opened = orders.filter((order) => isOpening(order) && order.status === 'success');
  return checkEach('every opened card exists', opened, ({ orderId }) =>
    cards.has(orderId) ? [] : [`order ${orderId}: opened a card, which does not exist`],
  );
}

/** The field that only this kind of order has. */
const FIELD_OF_KIND = {
  [opTypes.cardOpening]: 'opening',
  [opTypes.groupOpening]: 'group',
  [opTypes.cardCancellation]: 'cardStatusBefore',
} as const;

/** Checks that every order has the fields of its kind, and a shared card type exactly if it concerns a group. */
export function ordersAreComplete({ orders }: AuditSnapshot): CheckResult {
  return checkEach('every order is complete', orders, (order) => {
    const what = `order ${order.orderId}`;
    const own = Object.values(FIELD_OF_KIND).filter((field) => field in order);
    const expected = FIELD_OF_KIND[order.opType as keyof typeof FIELD_OF_KIND];
    const isPaid = order.opType === opTypes.cardOpening || order.opType === opTypes.recharge;
    return [
      ...mismatch(`${what}: has`, own.join(), 'its kind', expected ?? ''),
      ...mismatch(`${what}: cardType`, order.cardType, 'its group', order.groupId === undefined ? 1 : 2),
      ...mismatch(`${what}: fee`, order.fee, 'its kind', isPaid ? order.fee : 0n),
    ];
  });
}

/** Checks that every card matches its opening or assignment, and every other order the card that it concerns. */
export function cardsMatchOrders({ orders, cards, entries, items }: AuditSnapshot): CheckResult {
  const assigned = new Set(
    entries.map(({ cause }) => cause).filter((cause) => cause.startsWith('assignment/')),
  );
  const stock = new Map(items.cards.map(({ pk, stockState }) => [pk, stockState]));
  const openings = new Map(orders.filter(isOpening).map((order) => [order.orderId, order]));
  const cardsOpened = checkEach('every card matches its order', cards.values(), (card) => {
    const opening = openings.get(card.cardId);
    if (opening?.status === 'success') return openingMismatches(card, opening);
    if (!assigned.has(`assignment/${card.cardId}`)) return [`card ${card.cardId}: no order for it`];
    return fieldMismatches(
      `card ${card.cardId}`,
      { ...card, stock: stock.get(`stock/${card.cardId}`) },
      'its assignment',
      ASSIGNED,
    );
  });
  const moves = orders.filter(({ opType, cardId }) => opType !== opTypes.cardOpening && cardId !== undefined);
  const ordersOnCards = checkEach('', moves, (order) => {
    const { orderId, userNo, currency, issuer, cardType, groupId, cardId = '' } = order;
    const card = cards.get(cardId);
    if (!card) return [`order ${orderId}: card ${cardId} does not exist`];
    return fieldMismatches(
      `order ${orderId} on card ${cardId}`,
      { userNo, currency, issuer, cardType, groupId },
      'the card',
      {
        userNo: card.userNo,
        currency: card.currency,
        issuer: card.issuer,
        cardType: card.cardType,
        groupId: card.groupId,
      },
    );
  });
  const differences = [...cardsOpened.differences, ...ordersOnCards.differences];
  return { ...cardsOpened, examined: cardsOpened.examined + ordersOnCards.examined, differences };
}

/** The fields of every card assigned from stock. */
const ASSIGNED = { cardForm: 2, multiUse: true, currencyCheck: false, stock: 'assigned' } as const;

/** The terms of a card that its opening fixes. */
const TERMS = [
  'binRangeId',
  'cardForm',
  'cardUserId',
  'startDate',
  'endDate',
  'multiUse',
  'currencyCheck',
  'minAmount',
  'maxAmount',
] as const;

function openingMismatches(card: Card, { opening, ...order }: OpeningOrder): string[] {
  const { userNo, currency, issuer, cardType, groupId } = order;
  const terms = Object.fromEntries(TERMS.map((term) => [term, opening[term]]));
  return fieldMismatches(`card ${card.cardId}`, card, 'its order', {
    ...{ userNo, currency, issuer, cardType, groupId },
    ...terms,
  });
}

/** Checks that the used amount of every card is what its transactions hold and have cleared. */
export function usedAmountsEqualTransactions({ cards, authorizations }: AuditSnapshot): CheckResult {
  const used = new Totals();
  for (const authorization of authorizations) {
    const { hold, spent } = authorizationBalances(authorization);
    used.add(authorization.cardId, hold + spent);
  }
  const all = new Set([...cards.keys(), ...used.names()]);
  return checkEach('the used amount of every card equals its transactions', all, (cardId) =>
    mismatch(`card ${cardId}: used`, cards.get(cardId)?.usedAmount, 'its transactions', used.of(cardId)),
  );
}

/** Checks that every single-use card, and no other card, counts its purchases that were not fully reversed. */
export function singleUseCountsEqualPurchases({ cards, authorizations }: AuditSnapshot): CheckResult {
  const uses = countBy(authorizations.filter(countsAsUse), ({ cardId }) => cardId);
  return checkEach('every single-use card counts its purchases', cards.values(), (card) => {
    const { cardId, multiUse, uses: counted = 0 } = card;
    return mismatch(
      `card ${cardId}: uses`,
      counted,
      'its transactions',
      multiUse ? 0 : Number(uses.of(cardId)),
    );
  });
}

import { opTypes } from '../contract/codes.ts';
import type { NotificationContent } from '../contract/notifications.ts';
import { formatDateTime } from '../contract/time.ts';
import type { IssuedCard } from '../issuer/issuer.ts';
import { sumToMajor, toMajor } from '../money/amount.ts';
import { type OpeningOrder, type Order, subjectOf, toldAmount, wireStatus } from './order.ts';

type Content = NotificationContent<'card_operate'>;

/** What card_operate tells of a final order (contract section 4.3). */
export function cardOperateContent(order: Order, card: IssuedCard | undefined, utcOffset: string): Content {
  const opening = order.opType === opTypes.cardOpening ? order : undefined;
  return {
    orderId: order.orderId,
    ...subjectOf(order),
    userReqNo: order.userReqNo,
    opType: order.opType,
    status: wireStatus[order.status].code,
    amount: sumToMajor(toldAmount(order), order.currency),
    fee: toMajor(order.fee, order.currency),
    ...(opening && card && { cardInfo: cardInfoOf(opening, card) }),
    createAt: formatDateTime(order.createdAt, utcOffset),
  };
}

function cardInfoOf({ opening, currency }: OpeningOrder, card: IssuedCard): NonNullable<Content['cardInfo']> {
  return {
    cardNo: card.maskedNumber,
    cardExpiryDate: card.expiry,
    cardAlias: opening.alias,
    cardLabel: '',
    localCurrency: currency,
    startActiveDate: opening.startDate,
    endCloseDate: opening.endDate,
  };
}

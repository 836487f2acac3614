import type { Put } from '../../../runtime/store/write.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import type { NotificationContent } from '../../../wire/contract/notifications.ts';
import { formatDateTime } from '../../../wire/contract/time.ts';
import { sumToMajor, toMajor } from '../../../wire/money/amount.ts';
import type { Dependencies } from '../../dependencies.ts';
import { notificationPut } from '../../notifications/outbox.ts';
import type { IssuedCard } from '../model/issuer.ts';
import { type OpeningOrder, type Order, subjectIds, wireOrderStatus } from '../model/order.ts';
import { reportedAmount } from '../model/order-funds.ts';

type Content = NotificationContent<'card_operate'>;

/** Puts the notification of the order's outcome into the outbox, in the transaction that makes the order final. */
export const outcomePut = (deps: Dependencies, order: Order, card: IssuedCard | undefined): Put =>
  notificationPut(deps, {
    type: 'card_operate',
    subject: order.orderId,
    userNo: order.userNo,
    content: cardOperateContent(order, card, deps.utcOffset),
    correlationId: order.correlationId,
  });

/** Returns the content of card_operate for a settled order (contract section 4.3). */
function cardOperateContent(order: Order, card: IssuedCard | undefined, utcOffset: string): Content {
  const opening = order.opType === opTypes.cardOpening ? order : undefined;
  return {
    orderId: order.orderId,
    ...subjectIds(order),
    userReqNo: order.userReqNo,
    opType: order.opType,
    status: wireOrderStatus[order.status].code,
    amount: sumToMajor(reportedAmount(order), order.currency),
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

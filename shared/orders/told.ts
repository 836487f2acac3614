import { opTypes, orderStatuses } from '../contract/codes.ts';
import { NothingFound, ParameterInvalid, StatusNotSuitable, TryAgainLater } from '../contract/errors.ts';
import type { ReceivedContent } from '../contract/notifications.ts';
import { issuedCard, REFUSED } from '../issuer/issued.ts';
import type { Outcome } from '../issuer/issuer.ts';
import { toMinor } from '../money/amount.ts';
import type { Told } from '../upstreams/told.ts';
import { findOrder, type Order } from './order.ts';
import { settleOrder } from './settle.ts';

type Content = ReceivedContent<'card_operate'>;

/**
 * Settles the order that the upstream answers: it knows the order by our number, which it was given as userReqNo. Telling
 * it again changes nothing. Refused are an answer for another amount than was ordered (ParameterInvalid) and one that
 * contradicts how the order ended here (StatusNotSuitable): somebody's books are wrong, and a person has to look.
 */
export async function applyCardOperate(content: Content, { platform, upstream }: Told): Promise<void> {
  const order = await findOrder(platform.store, content.userReqNo);
  if (order?.issuer !== upstream.issuer) throw new NothingFound();
  if (content.opType !== order.opType)
    throw new ParameterInvalid('opType', `of the order is ${order.opType}`);
  assertAmount(order, toMinor(content.amount, order.currency, 'amount'));
  const final = await settleOrder(platform, order, outcomeOf(content, order));
  if (succeededThere(final) !== (content.status === orderStatuses.success))
    throw new StatusNotSuitable('order');
}

/** What a cancellation returns changes with what the card was used for meanwhile: those transactions are told as well. */
function assertAmount(order: Order, amount: bigint): void {
  if (amount === order.amount || order.opType === opTypes.cardCancellation) return;
  throw new ParameterInvalid('amount', 'is not that of the order');
}

/** An order can succeed there and fail here: its card was closed meanwhile. What it cost there is known all the same. */
const succeededThere = ({ cost }: Order): boolean => cost !== undefined;

function outcomeOf({ status, cardInfo, ...content }: Content, order: Order): Outcome {
  if (status === orderStatuses.failure) return { state: 'refused', reason: REFUSED };
  const { cardId, groupId } = content;
  const opened = { [opTypes.cardOpening]: cardId, [opTypes.groupOpening]: groupId };
  const lacks = order.opType in opened && opened[order.opType as keyof typeof opened] === undefined;
  // Without what was opened there is nothing to settle with; asking finds it.
  if (lacks || (order.opType === opTypes.cardOpening && !cardInfo)) throw new TryAgainLater();
  const theirs = {
    orderId: content.orderId,
    ...(cardId !== undefined && { cardId }),
    ...(groupId !== undefined && { groupId }),
    cost: toMinor(content.fee, order.currency, 'fee'),
  };
  const card = cardInfo && issuedCard(cardInfo.cardNo, cardInfo.cardExpiryDate);
  return { state: 'succeeded', theirs, ...(card && { card }) };
}

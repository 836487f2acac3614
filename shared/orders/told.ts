import { orderStatuses } from '../contract/codes.ts';
import { NothingFound, ParameterInvalid } from '../contract/errors.ts';
import type { ReceivedContent } from '../contract/notifications.ts';
import type { Outcome } from '../issuer/issuer.ts';
import { toMinor } from '../money/amount.ts';
import type { Told } from '../upstreams/told.ts';
import { findOrder } from './order.ts';
import { settleOrder } from './settle.ts';

type Content = ReceivedContent<'card_operate'>;

/**
 * Settles the order that the upstream answers: it knows the order by our number, which it was given as userReqNo. Telling
 * it again changes nothing. An answer for another amount than was ordered is refused: somebody's books are wrong.
 */
export async function applyCardOperate(content: Content, { platform, upstream }: Told): Promise<void> {
  const order = await findOrder(platform.store, content.userReqNo);
  if (order?.issuer !== upstream.issuer) throw new NothingFound();
  if (content.opType !== order.opType)
    throw new ParameterInvalid('opType', `of the order is ${order.opType}`);
  if (toMinor(content.amount, order.currency, 'amount') !== order.amount)
    throw new ParameterInvalid('amount', 'is not that of the order');
  await settleOrder(platform, order, outcomeOf(content));
}

function outcomeOf({ status, cardInfo }: Content): Outcome {
  if (status === orderStatuses.failure) return { state: 'refused', reason: 'refused by the issuer' };
  if (!cardInfo) return { state: 'succeeded' };
  const card = { maskedNumber: cardInfo.cardNo, expiry: cardInfo.cardExpiryDate };
  return { state: 'succeeded', card };
}

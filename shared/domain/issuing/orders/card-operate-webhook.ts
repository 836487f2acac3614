import type { Store } from '../../../runtime/store/store.ts';
import { isJwe } from '../../../wire/codec/jwe-form.ts';
import { opTypes, orderStatuses } from '../../../wire/contract/codes.ts';
import type { InboundContent } from '../../../wire/contract/notifications.ts';
import { NothingFound, ParameterInvalid, StatusNotSuitable, TryAgainLater } from '../../../wire/errors.ts';
import { toMinor } from '../../../wire/money/amount.ts';
import { assertBinRangeGranted } from '../../parties/upstream-permissions.ts';
import type { UpstreamCall } from '../../upstream-call.ts';
import { findLocalId } from '../issuers/external-ids.ts';
import { issuedCard, issuerResult, type OrderOutcome, REFUSED_BY_ISSUER } from '../model/issuer.ts';
import { findOrder, type Order } from '../model/order.ts';
import { findOrderBinRangeId } from './order-bin-range.ts';
import { settleOrder } from './settle-order.ts';

type Content = InboundContent<'card_operate'>;

/**
 * Settles an order with the outcome that the upstream reports. The upstream knows the order by our id, which it
 * received as userReqNo. Idempotent.
 *
 * @throws NothingFound when the upstream has no such order
 * @throws NotEntitled when the upstream was not granted the order's BIN range
 * @throws ParameterInvalid when the notification does not match the order
 * @throws StatusNotSuitable when it contradicts the recorded outcome, which an operator has to investigate
 * @throws TryAgainLater when it lacks what an opening needs to be settled
 */
export async function handleCardOperate(content: Content, { deps, upstream }: UpstreamCall): Promise<void> {
  const order = await findOrder(deps.store, content.userReqNo);
  if (order?.issuer !== upstream.issuer) throw new NothingFound();
  assertBinRangeGranted(upstream, await findOrderBinRangeId(deps.store, order));
  if (content.opType !== order.opType)
    throw new ParameterInvalid('opType', `of the order is ${order.opType}`);
  assertAmount(order, content);
  const cost = toMinor(content.fee, order.currency, 'fee');
  await assertSameSubject(deps.store, content, order);
  const final = await settleOrder(deps, order, outcomeOf(content, order, cost));
  if (succeededAtIssuer(final) !== (content.status === orderStatuses.success))
    throw new StatusNotSuitable('order');
  if (succeededAtIssuer(final)) await assertSameOutcome(deps.store, { ...content, cost }, final);
}

/**
 * Refuses a notification about another card or group. What an opening creates is known only afterwards.
 *
 * @throws ParameterInvalid when the notification refers to another card or group
 */
async function assertSameSubject(store: Store, content: Content, order: Order): Promise<void> {
  if (order.opType === opTypes.cardOpening || order.opType === opTypes.groupOpening) return;
  if (!(await refersToSubject(store, content, order)))
    throw new ParameterInvalid('cardId', 'is not that of the order');
}

/** Whether the issuer's id in the notification, if there is one, is that of the order's card or group. */
async function refersToSubject(store: Store, { cardId, groupId }: Content, order: Order): Promise<boolean> {
  const externalId = order.cardId === undefined ? groupId : cardId;
  if (externalId === undefined) return true;
  const kind = order.cardId === undefined ? 'group' : 'card';
  const localId = await findLocalId(store, order.issuer, kind, externalId);
  return localId === (order.cardId ?? order.groupId);
}

/** @throws StatusNotSuitable when order id, fee, card or group differ from the recorded outcome */
async function assertSameOutcome(
  store: Store,
  content: Content & { readonly cost: bigint },
  final: Order,
): Promise<void> {
  const isSame = final.issuerOrderId === content.orderId && final.cost === content.cost;
  // An order that failed here although it succeeded at the issuer opened nothing.
  const isSameSubject = final.status === 'success' ? await refersToSubject(store, content, final) : true;
  if (!isSame || !isSameSubject) throw new StatusNotSuitable('order');
}

/**
 * Verifies the amount, except for cancellations: what they return depends on transactions that are notified separately.
 *
 * @throws ParameterInvalid when the amount is not that of the order
 */
function assertAmount(order: Order, { amount }: Content): void {
  if (order.opType === opTypes.cardCancellation) return;
  if (toMinor(amount, order.currency, 'amount') === order.amount) return;
  throw new ParameterInvalid('amount', 'is not that of the order');
}

/**
 * Whether the order succeeded at the issuer. It may still fail here, when its card was closed; the issuer's fee is
 * known.
 */
const succeededAtIssuer = ({ cost }: Order): boolean => cost !== undefined;

function outcomeOf(content: Content, order: Order, fee: bigint): OrderOutcome {
  if (content.status === orderStatuses.failure) return { state: 'refused', reason: REFUSED_BY_ISSUER };
  // An encrypted number is of no use here. An inquiry returns the masked one.
  const cardInfo = content.cardInfo && !isJwe(content.cardInfo.cardNo) ? content.cardInfo : undefined;
  const result = issuerResult(order, { ...content, fee });
  // Without the card or group, an opening cannot be settled. An inquiry will find it.
  if (!result || (order.opType === opTypes.cardOpening && !cardInfo)) throw new TryAgainLater();
  const card = cardInfo && issuedCard(cardInfo.cardNo, cardInfo.cardExpiryDate);
  return { state: 'succeeded', issuerResult: result, ...(card && { card }) };
}

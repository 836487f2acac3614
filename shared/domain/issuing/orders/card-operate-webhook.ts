import type { Store } from '../../../runtime/store/store.ts';
import { isJwe } from '../../../wire/codec/jwe-form.ts';
import { opTypes, orderStatuses } from '../../../wire/contract/codes.ts';
import type { InboundContent } from '../../../wire/contract/notifications.ts';
import { NothingFound, ParameterInvalid, StatusNotSuitable, TryAgainLater } from '../../../wire/errors.ts';
import { toMinor } from '../../../wire/money/amount.ts';
import { assertBinRangeGranted } from '../../parties/upstream-permissions.ts';
import type { UpstreamCall } from '../../upstream-call.ts';
import { findLocalId } from '../issuers/external-ids.ts';
import { issuedCard, REFUSED_BY_ISSUER } from '../model/issued-card.ts';
import type { OrderOutcome } from '../model/issuer.ts';
import { findOrder, type Order } from '../model/order.ts';
import { findOrderBinRangeId } from './order-bin-range.ts';
import { settleOrder } from './settle-order.ts';

type Content = InboundContent<'card_operate'>;

/**
 * Settles the order that the upstream answers: it knows the order by our number, which it was given as userReqNo. Telling
 * it again changes nothing.
 *
 * @throws ParameterInvalid for an answer that is not about what was ordered, StatusNotSuitable for one that contradicts how
 * the order ended here: somebody's books are wrong, and a person has to look; NotEntitled for an order of a BIN range that the
 * upstream was not given
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

/** An answer about another card than was ordered is about another order. What an opening opens is known after it. */
async function assertSameSubject(store: Store, content: Content, order: Order): Promise<void> {
  if (order.opType === opTypes.cardOpening || order.opType === opTypes.groupOpening) return;
  if (!(await refersToSubject(store, content, order)))
    throw new ParameterInvalid('cardId', 'is not that of the order');
}

/** Whether what the answer names, if it names anything, is what the order is about, by the issuer's id. */
async function refersToSubject(store: Store, { cardId, groupId }: Content, order: Order): Promise<boolean> {
  const externalId = order.cardId === undefined ? groupId : cardId;
  if (externalId === undefined) return true;
  const kind = order.cardId === undefined ? 'group' : 'card';
  const localId = await findLocalId(store, order.issuer, kind, externalId);
  return localId === (order.cardId ?? order.groupId);
}

/** The order ended with this answer, or with the same: the issuer's order, what it charged, what it opened. */
async function assertSameOutcome(
  store: Store,
  content: Content & { readonly cost: bigint },
  final: Order,
): Promise<void> {
  const isSame = final.issuerOrderId === content.orderId && final.cost === content.cost;
  // What failed here although it succeeded there opened nothing.
  const opened = final.status === 'success' ? await refersToSubject(store, content, final) : true;
  if (!isSame || !opened) throw new StatusNotSuitable('order');
}

/** What a cancellation returns changes with what the card was used for meanwhile: those transactions are told as well. */
function assertAmount(order: Order, { amount }: Content): void {
  if (order.opType === opTypes.cardCancellation) return;
  if (toMinor(amount, order.currency, 'amount') === order.amount) return;
  throw new ParameterInvalid('amount', 'is not that of the order');
}

/** An order can succeed there and fail here: its card was closed meanwhile. What it cost there is known all the same. */
const succeededAtIssuer = ({ cost }: Order): boolean => cost !== undefined;

function outcomeOf(
  { status, cardInfo: info, ...content }: Content,
  order: Order,
  cost: bigint,
): OrderOutcome {
  // A sealed number says nothing here; Card Inquiry does.
  const cardInfo = info && !isJwe(info.cardNo) ? info : undefined;
  if (status === orderStatuses.failure) return { state: 'refused', reason: REFUSED_BY_ISSUER };
  const { cardId, groupId } = content;
  const opened = { [opTypes.cardOpening]: cardId, [opTypes.groupOpening]: groupId };
  const lacks = order.opType in opened && opened[order.opType as keyof typeof opened] === undefined;
  // Without what was opened there is nothing to settle with; asking finds it.
  if (lacks || (order.opType === opTypes.cardOpening && !cardInfo)) throw new TryAgainLater();
  const issuerResult = {
    orderId: content.orderId,
    ...(cardId !== undefined && { cardId }),
    ...(groupId !== undefined && { groupId }),
    cost,
  };
  const card = cardInfo && issuedCard(cardInfo.cardNo, cardInfo.cardExpiryDate);
  return { state: 'succeeded', issuerResult, ...(card && { card }) };
}

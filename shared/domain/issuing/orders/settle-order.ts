import { retryOnConflict } from '../../../runtime/idempotency/execute-once.ts';
import { DUE_INDEX_ATTRIBUTES } from '../../../runtime/queue/due-index.ts';
import { equals, type Write } from '../../../runtime/store/write.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import { MAX_AMOUNT_DIGITS } from '../../../wire/money/amount.ts';
import type { Dependencies } from '../../dependencies.ts';
import { forcedEntryWrites } from '../../money/accounts/forced-postings.ts';
import { AlreadyPosted } from '../../money/ledger/entry.ts';
import { upstreamPostings } from '../../money/ledger/upstream-positions.ts';
import { notificationPut } from '../../notifications/notification.ts';
import { externalIdWrites } from '../issuers/external-ids.ts';
import type { IssuedCard, IssuerResult, OrderOutcome } from '../model/issuer.ts';
import { type Order, orderKey, readOrder } from '../model/order.ts';
import { cardCancellation } from './card-cancellation.ts';
import { cardOpening } from './card-opening.ts';
import { BalanceLimitExceeded, CardIsClosed, type OrderKind, type Settlement } from './funding.ts';
import { groupOpening } from './group-opening.ts';
import { orderDetails } from './order-details.ts';
import { cardOperateContent } from './order-notification.ts';
import { recharge } from './recharge.ts';
import { refund } from './refund.ts';

/** The order has its outcome already. */
class OrderAlreadySettled extends Error {
  override readonly name = 'OrderAlreadySettled';
}

/** Money that an order froze is not frozen any more: the books are wrong, nothing may go on. */
export class FrozenFundsMissing extends Error {
  override readonly name = 'FrozenFundsMissing';
}

type KnownOutcome = Exclude<OrderOutcome, { state: 'unknown' }>;
type SucceededOutcome = Extract<OrderOutcome, { state: 'succeeded' }>;

/** How an order ends: what moves, and what the issuer said of it. */
interface OrderSettlement {
  readonly settlement: Settlement;
  readonly card?: IssuedCard | undefined;
  readonly issuerResult?: IssuerResult | undefined;
}

const kinds: { readonly [Op in Order['opType']]: OrderKind<Extract<Order, { opType: Op }>> } = {
  [opTypes.cardOpening]: cardOpening,
  [opTypes.groupOpening]: groupOpening,
  [opTypes.recharge]: recharge,
  [opTypes.refund]: refund,
  [opTypes.cardCancellation]: cardCancellation,
};

const kindOf = (order: Order) => kinds[order.opType] as OrderKind<Order>;

/**
 * Gives the order its outcome in one transaction: it becomes final, its funds move or are released, the entry is
 * journalled and the merchant's notification put into the outbox. Answers the order as it is then; settling a final
 * order changes nothing. `endedBy` is why an operator says so, where one does.
 */
export async function settleOrder(
  deps: Dependencies,
  pending: Order,
  outcome: OrderOutcome,
  endedBy?: string,
): Promise<Order> {
  const order = endedBy === undefined ? pending : { ...pending, endedBy };
  if (order.status !== 'pending' || outcome.state === 'unknown') return order;
  try {
    return await applyOutcome(deps, order, outcome);
  } catch (error) {
    // Its entry is written with its outcome: whoever finds either there comes second.
    if (error instanceof OrderAlreadySettled || error instanceof AlreadyPosted)
      return readOrder(deps.store, order.orderId);
    throw error;
  }
}

/** An order that succeeded there fails all the same where what it moves has no place here. */
async function applyOutcome(deps: Dependencies, order: Order, outcome: KnownOutcome): Promise<Order> {
  if (outcome.state === 'refused') return settleFailure(deps, order, { reason: outcome.reason });
  try {
    return await settleSuccess(deps, order, outcome);
  } catch (error) {
    if (error instanceof BalanceLimitExceeded)
      return settleFailure(deps, order, {
        reason: `the balance would have more than ${MAX_AMOUNT_DIGITS} digits`,
      });
    if (!(error instanceof CardIsClosed)) throw error;
    return settleFailure(deps, order, { reason: 'card is closed', issuerResult: outcome.issuerResult });
  }
}

async function settleSuccess(
  deps: Dependencies,
  order: Order,
  { card, issuerResult }: SucceededOutcome,
): Promise<Order> {
  const final: Order = {
    ...order,
    ...issuerAttributes(issuerResult),
    status: 'success',
    finishedAt: deps.now(),
  };
  return retryOnConflict(async () => {
    const settlement = await kindOf(order).succeed(order, { deps, card, issuerResult });
    const settled = { ...final, ...settlement.orderAttributes } as Order;
    await deps.store.write(await finalWrites(deps, settled, { settlement, card, issuerResult }));
    return settled;
  });
}

interface OrderFailure {
  readonly reason: string;
  /** It succeeded there, but nothing may come of it here. */
  readonly issuerResult?: IssuerResult | undefined;
}

/** Nothing may be left on a card that was cancelled meanwhile, whatever the order fails for. */
async function settleFailure(deps: Dependencies, order: Order, failure: OrderFailure): Promise<Order> {
  const { reason, issuerResult } = failure;
  const final: Order = {
    ...order,
    ...issuerAttributes(issuerResult),
    status: 'failure',
    failure: reason,
    finishedAt: deps.now(),
  };
  const end = async (cardIsClosed: boolean) => {
    const settlement = kindOf(order).fail(order, cardIsClosed);
    await deps.store.write(await finalWrites(deps, final, { settlement, issuerResult }));
    return final;
  };
  try {
    return await end(false);
  } catch (error) {
    if (!(error instanceof CardIsClosed)) throw error;
    return end(true);
  }
}

/** What the order keeps of the other side. */
const issuerAttributes = (issuerResult: IssuerResult | undefined): Pick<Order, 'issuerOrderId' | 'cost'> =>
  issuerResult ? { issuerOrderId: issuerResult.orderId, cost: issuerResult.cost } : {};

async function finalWrites(
  deps: Dependencies,
  order: Order,
  { settlement, card, issuerResult }: OrderSettlement,
): Promise<Write[]> {
  const { orderId, status, finishedAt, failure, endedBy } = order;
  const mirror = upstreamPostings(
    order.issuer,
    order.currency,
    settlement.postings,
    issuerResult?.cost ?? 0n,
  );
  const postings = [...settlement.postings, ...mirror];
  const about = orderDetails(order);
  const entry = { cause: `order/${orderId}/settled`, at: deps.now(), postings, about };
  return [
    {
      kind: 'update',
      table: 'orders',
      key: orderKey(orderId),
      set: {
        status,
        finishedAt,
        ...(failure !== undefined && { failure }),
        ...(endedBy !== undefined && { endedBy }),
        ...settlement.orderAttributes,
        ...issuerAttributes(issuerResult),
      },
      remove: DUE_INDEX_ATTRIBUTES,
      when: [equals('status', 'pending')],
      onConflict: () => new OrderAlreadySettled(),
    },
    ...(await forcedEntryWrites(
      deps,
      entry,
      (account) => new FrozenFundsMissing(`${entry.cause} on ${account}`),
      settlement.guards ?? [],
    )),
    ...(settlement.writes ?? []),
    ...openedIdWrites(order, issuerResult),
    notificationPut(deps, {
      type: 'card_operate',
      subject: orderId,
      userNo: order.userNo,
      content: cardOperateContent(order, card, deps.utcOffset),
      correlationId: order.correlationId,
    }),
  ];
}

/** What the order opened is known there by another id. Of those that fail here after all, none opens anything. */
function openedIdWrites({ issuer, orderId, opType }: Order, issuerResult: IssuerResult | undefined): Write[] {
  if (!issuerResult) return [];
  if (opType === opTypes.cardOpening) return externalIdWrites(issuer, 'card', issuerResult.cardId, orderId);
  return opType === opTypes.groupOpening
    ? externalIdWrites(issuer, 'group', issuerResult.groupId, orderId)
    : [];
}

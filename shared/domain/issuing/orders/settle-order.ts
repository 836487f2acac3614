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
import { BalanceLimitExceeded, CardIsClosed, type OrderKind, type Settlement } from './funding.ts';
import { groupOpening } from './group-opening.ts';
import { orderDetails } from './order-details.ts';
import { cardOperateContent } from './order-notification.ts';
import { recharge } from './recharge.ts';
import { refund } from './refund.ts';
import { cardOpening } from './settle-card-opening.ts';

/** The order was settled concurrently. */
class OrderAlreadySettled extends Error {
  override readonly name = 'OrderAlreadySettled';
}

/** Money frozen by an order is no longer frozen: the books are inconsistent and the order must not proceed. */
export class FrozenFundsMissing extends Error {
  override readonly name = 'FrozenFundsMissing';
}

type KnownOutcome = Exclude<OrderOutcome, { state: 'unknown' }>;
type SucceededOutcome = Extract<OrderOutcome, { state: 'succeeded' }>;

/** A settlement with what the issuer reported. */
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
 * Settles the order in one transaction: it becomes final, its funds are moved or released, the entry is journaled, and
 * the merchant's notification goes to the outbox. Returns the order as it is afterwards. Settling a final order does
 * nothing.
 *
 * @param endedBy - the operator's reason, when an operator settles the order
 * @throws FrozenFundsMissing when the order's frozen funds are missing
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
    // Entry and outcome are written together, so either of them shows that the order was settled concurrently.
    if (error instanceof OrderAlreadySettled || error instanceof AlreadyPosted)
      return readOrder(deps.store, order.orderId);
    throw error;
  }
}

/** Applies the outcome. An order that succeeded at the issuer still fails when its money cannot be credited here. */
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
  /** Present when the order succeeded at the issuer but fails here. */
  readonly issuerResult?: IssuerResult | undefined;
}

/** Settles a failure. If the card was closed meanwhile, no money may remain on it, whatever the reason. */
async function settleFailure(deps: Dependencies, order: Order, failure: OrderFailure): Promise<Order> {
  const { reason, issuerResult } = failure;
  const final: Order = {
    ...order,
    ...issuerAttributes(issuerResult),
    status: 'failure',
    failure: reason,
    finishedAt: deps.now(),
  };
  const settle = async (cardIsClosed: boolean) => {
    const settlement = kindOf(order).fail(order, cardIsClosed);
    await deps.store.write(await finalWrites(deps, final, { settlement, issuerResult }));
    return final;
  };
  try {
    return await settle(false);
  } catch (error) {
    if (!(error instanceof CardIsClosed)) throw error;
    return settle(true);
  }
}

/** Returns the attributes that the order keeps of the issuer's result. */
const issuerAttributes = (issuerResult: IssuerResult | undefined): Pick<Order, 'issuerOrderId' | 'cost'> =>
  issuerResult ? { issuerOrderId: issuerResult.orderId, cost: issuerResult.cost } : {};

async function finalWrites(
  deps: Dependencies,
  order: Order,
  { settlement, card, issuerResult }: OrderSettlement,
): Promise<Write[]> {
  const { orderId, status, finishedAt, failure, endedBy } = order;
  const issuerPostings = upstreamPostings(
    order.issuer,
    order.currency,
    settlement.postings,
    issuerResult?.cost ?? 0n,
  );
  const postings = [...settlement.postings, ...issuerPostings];
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

/**
 * Maps the issuer's id of the opened card or group to ours. Openings never fail here after succeeding at the issuer.
 */
function openedIdWrites({ issuer, orderId, opType }: Order, issuerResult: IssuerResult | undefined): Write[] {
  if (!issuerResult) return [];
  if (opType === opTypes.cardOpening) return externalIdWrites(issuer, 'card', issuerResult.cardId, orderId);
  return opType === opTypes.groupOpening
    ? externalIdWrites(issuer, 'group', issuerResult.groupId, orderId)
    : [];
}

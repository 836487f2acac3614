import { opTypes } from '../contract/codes.ts';
import { idWrites } from '../issuer/ids.ts';
import type { IssuedCard, IssuerSide, Outcome } from '../issuer/issuer.ts';
import { AlreadyPosted } from '../ledger/entry.ts';
import { forcedWrites } from '../ledger/forced.ts';
import { orderMirror } from '../ledger/mirror.ts';
import { AMOUNT_DIGITS } from '../money/amount.ts';
import { notificationPut } from '../notifications/notification.ts';
import { DUE_ATTRIBUTES } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import { untilFresh } from '../requests/once.ts';
import { equals, type Write } from '../store/write.ts';
import { cardOperateContent } from './card-operate.ts';
import { cardCancellation } from './kinds/card-cancellation.ts';
import { cardOpening } from './kinds/card-opening.ts';
import { groupOpening } from './kinds/group-opening.ts';
import { BalanceIsFull, CardIsClosed, type OrderKind, type Settlement } from './kinds/kind.ts';
import { recharge } from './kinds/recharge.ts';
import { refund } from './kinds/refund.ts';
import { type Order, orderKey, readOrder } from './order.ts';
import { orderParticulars } from './particulars.ts';

/** The order has its outcome already. */
class OrderIsFinal extends Error {
  override readonly name = 'OrderIsFinal';
}

/** Money that an order froze is not frozen any more: the books are wrong, nothing may go on. */
export class FrozenFundsMissing extends Error {
  override readonly name = 'FrozenFundsMissing';
}

type Known = Exclude<Outcome, { state: 'unknown' }>;
type Succeeded = Extract<Outcome, { state: 'succeeded' }>;

/** How an order ends: what moves, and what the issuer said of it. */
interface Ending {
  readonly settlement: Settlement;
  readonly card?: IssuedCard | undefined;
  readonly theirs?: IssuerSide | undefined;
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
  platform: Platform,
  pending: Order,
  outcome: Outcome,
  endedBy?: string,
): Promise<Order> {
  const order = endedBy === undefined ? pending : { ...pending, endedBy };
  if (order.status !== 'pending' || outcome.state === 'unknown') return order;
  try {
    return await apply(platform, order, outcome);
  } catch (error) {
    // Its entry is written with its outcome: whoever finds either there comes second.
    if (error instanceof OrderIsFinal || error instanceof AlreadyPosted)
      return readOrder(platform.store, order.orderId);
    throw error;
  }
}

/** An order that succeeded there fails all the same where what it moves has no place here. */
async function apply(platform: Platform, order: Order, outcome: Known): Promise<Order> {
  if (outcome.state === 'refused') return fail(platform, order, { reason: outcome.reason });
  try {
    return await succeed(platform, order, outcome);
  } catch (error) {
    if (error instanceof BalanceIsFull)
      return fail(platform, order, { reason: `the balance would have more than ${AMOUNT_DIGITS} digits` });
    if (!(error instanceof CardIsClosed)) throw error;
    return fail(platform, order, { reason: 'card is closed', theirs: outcome.theirs });
  }
}

async function succeed(platform: Platform, order: Order, { card, theirs }: Succeeded): Promise<Order> {
  const final: Order = { ...order, ...sideOf(theirs), status: 'success', finishedAt: platform.now() };
  return untilFresh(async () => {
    const settlement = await kindOf(order).succeed(order, { platform, card, theirs });
    const settled = { ...final, ...settlement.onOrder } as Order;
    await platform.store.write(await finalWrites(platform, settled, { settlement, card, theirs }));
    return settled;
  });
}

interface Failure {
  readonly reason: string;
  /** It succeeded there, but nothing may come of it here. */
  readonly theirs?: IssuerSide | undefined;
}

/** Nothing may be left on a card that was cancelled meanwhile, whatever the order fails for. */
async function fail(platform: Platform, order: Order, failure: Failure): Promise<Order> {
  const { reason, theirs } = failure;
  const final: Order = {
    ...order,
    ...sideOf(theirs),
    status: 'failure',
    failure: reason,
    finishedAt: platform.now(),
  };
  const end = async (cardIsClosed: boolean) => {
    const settlement = kindOf(order).fail(order, cardIsClosed);
    await platform.store.write(await finalWrites(platform, final, { settlement, theirs }));
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
const sideOf = (theirs: IssuerSide | undefined): Pick<Order, 'issuerOrderId' | 'cost'> =>
  theirs ? { issuerOrderId: theirs.orderId, cost: theirs.cost } : {};

async function finalWrites(
  platform: Platform,
  order: Order,
  { settlement, card, theirs }: Ending,
): Promise<Write[]> {
  const { orderId, status, finishedAt, failure, endedBy } = order;
  const mirror = orderMirror(order.issuer, order.currency, settlement.postings, theirs?.cost ?? 0n);
  const postings = [...settlement.postings, ...mirror];
  const about = orderParticulars(order);
  const entry = { cause: `order/${orderId}/settled`, at: platform.now(), postings, about };
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
        ...settlement.onOrder,
        ...sideOf(theirs),
      },
      remove: DUE_ATTRIBUTES,
      when: [equals('status', 'pending')],
      otherwise: () => new OrderIsFinal(),
    },
    ...(await forcedWrites(
      platform,
      entry,
      (account) => new FrozenFundsMissing(`${entry.cause} on ${account}`),
      settlement.guards ?? [],
    )),
    ...(settlement.writes ?? []),
    ...openedIds(order, theirs),
    notificationPut(platform, {
      type: 'card_operate',
      subject: orderId,
      userNo: order.userNo,
      content: cardOperateContent(order, card, platform.utcOffset),
      correlationId: order.correlationId,
    }),
  ];
}

/** What the order opened is known there by another id. Of those that fail here after all, none opens anything. */
function openedIds({ issuer, orderId, opType }: Order, theirs: IssuerSide | undefined): Write[] {
  if (!theirs) return [];
  if (opType === opTypes.cardOpening) return idWrites(issuer, 'card', theirs.cardId, orderId);
  return opType === opTypes.groupOpening ? idWrites(issuer, 'group', theirs.groupId, orderId) : [];
}

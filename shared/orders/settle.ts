import { opTypes } from '../contract/codes.ts';
import type { IssuedCard, Outcome } from '../issuer/issuer.ts';
import { entryWrites } from '../ledger/entry.ts';
import { notificationPut } from '../notifications/notification.ts';
import { DUE_ATTRIBUTES } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import { untilFresh } from '../requests/once.ts';
import { equals, type Write } from '../store/write.ts';
import { cardOperateContent } from './card-operate.ts';
import { cardCancellation } from './kinds/card-cancellation.ts';
import { cardOpening } from './kinds/card-opening.ts';
import { groupOpening } from './kinds/group-opening.ts';
import { CardIsClosed, type OrderKind, type Settlement } from './kinds/kind.ts';
import { recharge } from './kinds/recharge.ts';
import { refund } from './kinds/refund.ts';
import { type Order, orderKey, readOrder } from './order.ts';

/** The order has its outcome already. */
class OrderIsFinal extends Error {
  override readonly name = 'OrderIsFinal';
}

/** Money that an order froze is not frozen any more: the books are wrong, nothing may go on. */
export class FrozenFundsMissing extends Error {
  override readonly name = 'FrozenFundsMissing';
}

type Known = Exclude<Outcome, { state: 'unknown' }>;

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
 * order changes nothing.
 */
export async function settleOrder(platform: Platform, order: Order, outcome: Outcome): Promise<Order> {
  if (order.status !== 'pending' || outcome.state === 'unknown') return order;
  try {
    return await apply(platform, order, outcome);
  } catch (error) {
    if (error instanceof OrderIsFinal) return readOrder(platform.store, order.orderId);
    throw error;
  }
}

/** Nothing can be put onto a card that was cancelled meanwhile: then the order fails and leaves nothing there. */
async function apply(platform: Platform, order: Order, outcome: Known): Promise<Order> {
  try {
    return outcome.state === 'succeeded'
      ? await succeed(platform, order, outcome.card)
      : await fail(platform, order, outcome.reason);
  } catch (error) {
    if (!(error instanceof CardIsClosed)) throw error;
    return fail(platform, order, outcome.state === 'refused' ? outcome.reason : 'card is closed', true);
  }
}

async function succeed(platform: Platform, order: Order, card: IssuedCard | undefined): Promise<Order> {
  const final: Order = { ...order, status: 'success', finishedAt: platform.now() };
  return untilFresh(async () => {
    const settlement = await kindOf(order).succeed(order, { platform, card });
    await platform.store.write(finalWrites(platform, final, settlement, card));
    return final;
  });
}

async function fail(platform: Platform, order: Order, failure: string, cardIsClosed = false): Promise<Order> {
  const final: Order = { ...order, status: 'failure', failure, finishedAt: platform.now() };
  const settlement = kindOf(order).fail(order, cardIsClosed);
  await platform.store.write(finalWrites(platform, final, settlement, undefined));
  return final;
}

function finalWrites(
  platform: Platform,
  order: Order,
  settlement: Settlement,
  card: IssuedCard | undefined,
): Write[] {
  const { orderId, status, finishedAt, failure } = order;
  const entry = { cause: `order/${orderId}/settled`, at: platform.now(), postings: settlement.postings };
  return [
    {
      kind: 'update',
      table: 'orders',
      key: orderKey(orderId),
      set: { status, finishedAt, ...(failure !== undefined && { failure }) },
      remove: DUE_ATTRIBUTES,
      when: [equals('status', 'pending')],
      otherwise: () => new OrderIsFinal(),
    },
    ...entryWrites(
      entry,
      (account) => new FrozenFundsMissing(`${entry.cause} on ${account}`),
      settlement.guards,
    ),
    ...(settlement.writes ?? []),
    notificationPut(platform, {
      type: 'card_operate',
      subject: orderId,
      userNo: order.userNo,
      content: cardOperateContent(order, card, platform.utcOffset),
      correlationId: order.correlationId,
    }),
  ];
}

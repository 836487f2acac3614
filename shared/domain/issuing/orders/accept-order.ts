import { executeOnce, writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { newId } from '../../../runtime/ids.ts';
import { dueIndexAttributes } from '../../../runtime/queue/due-index.ts';
import type { Write } from '../../../runtime/store/write.ts';
import { CardBalanceInsufficient } from '../../../wire/errors.ts';
import type { Dependencies, MerchantCall } from '../../dependencies.ts';
import {
  insufficientBalance,
  type PaymentPlan,
  ShardedPayer,
  shortageOf,
} from '../../money/accounts/sharded-payer.ts';
import {
  type BalanceGuard,
  entryWrites,
  type Posting,
  type ShortfallError,
} from '../../money/ledger/entry.ts';
import {
  type GroupOpeningOrder,
  type OpeningOrder,
  type Order,
  openedIds,
  orderItem,
} from '../model/order.ts';
import { orderDetails } from './order-details.ts';

/** The result of a request whose order was accepted. */
export interface AcceptedOrder {
  readonly orderId: string;
  readonly userReqNo: string;
}

/** The fields of an order that its acceptance sets. */
type AssignedField = 'orderId' | 'shard' | 'userNo' | 'userReqNo' | 'status' | 'createdAt' | 'correlationId';
type DistributiveOmit<Kind, Fields extends PropertyKey> = Kind extends unknown ? Omit<Kind, Fields> : never;

/** An order before its acceptance. The card or group that it opens has no id yet. */
type OrderDraft =
  | DistributiveOmit<Exclude<Order, OpeningOrder | GroupOpeningOrder>, AssignedField>
  | Omit<OpeningOrder, AssignedField | 'cardId'>
  | Omit<GroupOpeningOrder, AssignedField | 'groupId'>;

/** A valid order with the writes of its acceptance. */
export interface AcceptableOrder {
  readonly order: OrderDraft;
  /** Postings that freeze its funds. */
  readonly postings: readonly Posting[];
  readonly guards?: readonly BalanceGuard[];
  readonly writes?: readonly Write[];
}

/**
 * Accepts an order, once per userReqNo: one transaction claims the request number, stores the pending order and freezes
 * its funds. `decide` validates the request and throws the error that refuses it.
 *
 * @throws AccountBalanceInsufficient when the merchant's account lacks the funds
 * @throws CardBalanceInsufficient when the card or pool lacks the funds
 */
export function acceptOrder(
  call: MerchantCall,
  operation: string,
  content: { readonly userReqNo: string },
  decide: () => Promise<AcceptableOrder>,
): Promise<AcceptedOrder> {
  const payer = new ShardedPayer(call);
  return executeOnce(call, operation, content, async () => {
    const acceptable = await decide();
    const { currency, fee } = acceptable.order;
    const payment = await payer.plan(currency, acceptable.postings, fee);
    const order = newOrder(call, content.userReqNo, acceptable, payment);
    const entry = {
      cause: `order/${order.orderId}/accepted`,
      at: order.createdAt,
      postings: payment.postings,
      details: orderDetails(order),
    };
    return {
      result: { orderId: order.orderId, userReqNo: order.userReqNo },
      writes: [
        orderPut(order, call.deps),
        ...entryWrites(
          entry,
          (...shortfall) => payer.shortfallError(...shortfall, insufficientFunds(order)),
          [...(acceptable.guards ?? []), ...payment.guards],
        ),
        ...(acceptable.writes ?? []),
      ],
    };
  });
}

function newOrder(
  { deps, merchant, correlationId }: MerchantCall,
  userReqNo: string,
  { order }: AcceptableOrder,
  { shard }: PaymentPlan,
): Order {
  const createdAt = deps.now();
  const orderId = newId(createdAt, deps.random);
  return {
    ...order,
    ...openedIds({ opType: order.opType, orderId }),
    ...(shard !== undefined && { shard }),
    orderId,
    userNo: merchant.userNo,
    userReqNo,
    status: 'pending',
    createdAt,
    correlationId,
  } as Order;
}

function orderPut(order: Order, deps: Dependencies): Write {
  const due = dueIndexAttributes(order.orderId, order.createdAt + deps.graceMs);
  return {
    kind: 'put',
    table: 'orders',
    item: { ...orderItem(order), ...due },
    // The id belongs to another order. The retry generates a new one.
    onConflict: writeConflict,
  };
}

/** Returns the error for the balance that is too low: the card's or the merchant's account. */
const insufficientFunds =
  ({ fee }: Order): ShortfallError =>
  (account, figures) =>
    account.startsWith('merchant/')
      ? insufficientBalance(fee)(account, figures)
      : new CardBalanceInsufficient(shortageOf(account, figures));

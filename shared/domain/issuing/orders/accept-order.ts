import { executeOnce, WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
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

/** What an accepted order answers. */
export interface AcceptedOrder {
  readonly orderId: string;
  readonly userReqNo: string;
}

type AssignedField = 'orderId' | 'part' | 'userNo' | 'userReqNo' | 'status' | 'createdAt' | 'correlationId';
type DistributiveOmit<Kind, Fields extends PropertyKey> = Kind extends unknown ? Omit<Kind, Fields> : never;

/** An order before it is accepted; what an opening opens has no id yet. */
type OrderDraft =
  | DistributiveOmit<Exclude<Order, OpeningOrder | GroupOpeningOrder>, AssignedField>
  | Omit<OpeningOrder, AssignedField | 'cardId'>
  | Omit<GroupOpeningOrder, AssignedField | 'groupId'>;

/** An order that was found acceptable: what it is, what it freezes, and what else changes with it. */
export interface AcceptableOrder {
  readonly order: OrderDraft;
  readonly postings: readonly Posting[];
  readonly guards?: readonly BalanceGuard[];
  readonly writes?: readonly Write[];
}

/**
 * Accepts an order once for its userReqNo: one transaction takes the number, makes the pending order and freezes its
 * funds. `decide` reads what it needs and throws the refusal.
 */
export function acceptOrder(
  call: MerchantCall,
  operation: string,
  content: { readonly userReqNo: string },
  decide: () => Promise<AcceptableOrder>,
): Promise<AcceptedOrder> {
  const paying = new ShardedPayer(call);
  return executeOnce(call, operation, content, async () => {
    const acceptable = await decide();
    const { currency, fee } = acceptable.order;
    const paid = await paying.plan(currency, acceptable.postings, fee);
    const order = newOrder(call, content.userReqNo, acceptable, paid);
    const entry = {
      cause: `order/${order.orderId}/accepted`,
      at: order.createdAt,
      postings: paid.postings,
      about: orderDetails(order),
    };
    return {
      result: { orderId: order.orderId, userReqNo: order.userReqNo },
      writes: [
        orderPut(order, call.deps),
        ...entryWrites(entry, (...short) => paying.shortfallError(...short, insufficientFunds(order)), [
          ...(acceptable.guards ?? []),
          ...paid.guards,
        ]),
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
    ...(shard !== undefined && { part: shard }),
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
    // The id is another order's: the next decision draws a new one.
    onConflict: () => new WriteConflict(),
  };
}

/** Which balance refused: the card's or the merchant's account. */
const insufficientFunds =
  ({ fee }: Order): ShortfallError =>
  (account, figures) =>
    account.startsWith('merchant/')
      ? insufficientBalance(fee)(account, figures)
      : new CardBalanceInsufficient(shortageOf(account, figures));

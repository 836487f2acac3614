import { executeOnce } from '../../../runtime/idempotency/execute-once.ts';
import { newId } from '../../../runtime/ids.ts';
import type { Write } from '../../../runtime/store/write.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { ShardedPayer } from '../../money/accounts/sharded-payer.ts';
import { entryWrites } from '../../money/ledger/entry.ts';
import { type GroupOpeningOrder, type OpeningOrder, type Order, openedIds } from '../model/order.ts';
import {
  type Acceptance,
  type AcceptanceEffects,
  insufficientFunds,
  newOrderPut,
  onShard,
} from './acceptance.ts';
import type { OrderKind } from './funding.ts';
import { orderDetails } from './order-details.ts';
import { immediateWrites } from './settle-at-once.ts';

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

/** A valid order with the effects of its acceptance: its postings freeze its funds. */
export interface AcceptableOrder extends AcceptanceEffects {
  readonly order: OrderDraft;
}

/** The operation that accepts the orders of a kind. */
interface OrderOperation<Kind extends Order> {
  /** Its name in the contract. */
  readonly operation: string;
  readonly kind: OrderKind<Kind>;
}

/**
 * Attempts at settling an order at once. After that it is accepted as pending: a merchant's new cards follow each other
 * in a sequence, so of many openings at the same time one succeeds in each round, and the queue has more patience.
 */
const MAX_ATTEMPTS_AT_ONCE = 10;

/**
 * Accepts an order, once per userReqNo: one transaction claims the request number, stores the pending order and freezes
 * its funds. Where the issuer has nobody to ask, the same transaction also settles the order: it is final at once, and
 * what its issuer cannot do is a refusal. `decide` validates the request and throws the error that refuses it.
 *
 * @throws AccountBalanceInsufficient when the merchant's account lacks the funds
 * @throws CardBalanceInsufficient when the card or pool lacks the funds
 */
export function acceptOrder<Kind extends Order>(
  call: MerchantCall,
  { operation, kind }: OrderOperation<Kind>,
  content: { readonly userReqNo: string },
  decide: () => Promise<AcceptableOrder>,
): Promise<AcceptedOrder> {
  const payer = new ShardedPayer(call);
  let attempts = 0;
  return executeOnce(call, operation, content, async () => {
    const { order: draft, ...effects } = await decide();
    const order = pendingOrder(call, content.userReqNo, draft);
    const acceptance = { call, payer, order, effects };
    attempts += 1;
    const issuer = attempts <= MAX_ATTEMPTS_AT_ONCE ? call.deps.issuers[order.issuer] : undefined;
    const outcome = await issuer?.performAtOnce?.(order);
    const writes = outcome
      ? await immediateWrites(acceptance, outcome, kind as OrderKind<Order>)
      : await pendingWrites(acceptance);
    return { result: { orderId: order.orderId, userReqNo: order.userReqNo }, writes };
  });
}

function pendingOrder(
  { deps, merchant, correlationId }: MerchantCall,
  userReqNo: string,
  draft: OrderDraft,
): Order {
  const createdAt = deps.now();
  const orderId = newId(createdAt, deps.random);
  return {
    ...draft,
    ...openedIds({ opType: draft.opType, orderId }),
    orderId,
    userNo: merchant.userNo,
    userReqNo,
    status: 'pending',
    createdAt,
    correlationId,
  } as Order;
}

/** Returns the writes that accept an order which its issuer carries out afterwards. */
async function pendingWrites({ call, payer, effects, ...accepted }: Acceptance): Promise<Write[]> {
  const { currency, fee } = accepted.order;
  const payment = await payer.plan(currency, effects.postings, fee);
  const order = onShard(accepted.order, payment);
  const entry = {
    cause: `order/${order.orderId}/accepted`,
    at: order.createdAt,
    postings: payment.postings,
    details: orderDetails(order),
  };
  return [
    newOrderPut(order, call.deps),
    ...entryWrites(entry, (...shortfall) => payer.shortfallError(...shortfall, insufficientFunds(order)), [
      ...(effects.guards ?? []),
      ...payment.guards,
    ]),
    ...(effects.writes ?? []),
  ];
}

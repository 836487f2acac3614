import { executeOnce, writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { newId } from '../../../runtime/ids.ts';
import type { Write } from '../../../runtime/store/write.ts';
import type { Dependencies, MerchantCall } from '../../dependencies.ts';
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
 * what its issuer cannot do is a refusal. `decide` validates the request and throws the error that refuses it. However
 * often it runs, the order keeps its id, unless another order has that, and an alarm about its entry is raised once.
 *
 * @throws AccountBalanceInsufficient when the merchant's account lacks the funds
 * @throws CardBalanceInsufficient when the card or pool lacks the funds
 */
export function acceptOrder<Kind extends Order>(
  { deps, ...caller }: MerchantCall,
  { operation, kind }: OrderOperation<Kind>,
  content: { readonly userReqNo: string },
  decide: () => Promise<AcceptableOrder>,
): Promise<AcceptedOrder> {
  const call = { ...caller, deps: { ...deps, alarm: raisedOnce(deps.alarm) } };
  const payer = new ShardedPayer(call);
  let attempts = 0;
  let identity: Identity | undefined;
  const idTaken = () => {
    identity = undefined;
    return writeConflict();
  };
  return executeOnce(call, operation, content, async () => {
    const { order: draft, ...effects } = await decide();
    identity ??= newIdentity(deps);
    const order = pendingOrder(call, content.userReqNo, draft, identity);
    const acceptance = { call, payer, order, effects, idTaken };
    attempts += 1;
    const issuer = attempts <= MAX_ATTEMPTS_AT_ONCE ? call.deps.issuers[order.issuer] : undefined;
    const outcome = await issuer?.performAtOnce?.(order);
    const writes = outcome
      ? await immediateWrites(acceptance, outcome, kind as OrderKind<Order>)
      : await pendingWrites(acceptance);
    return { result: { orderId: order.orderId, userReqNo: order.userReqNo }, writes };
  });
}

/** Lets an alarm about one account and cause through once. */
function raisedOnce(alarm: Dependencies['alarm']): Dependencies['alarm'] {
  const raised = new Set<string>();
  return (what, about) => {
    const subject = [what, about['account'], about['cause']].join(' ');
    if (raised.has(subject)) return;
    raised.add(subject);
    alarm(what, about);
  };
}

/** An order's id with the moment that it begins with. */
type Identity = Pick<Order, 'orderId' | 'createdAt'>;

function newIdentity({ now, random }: Dependencies): Identity {
  const createdAt = now();
  return { orderId: newId(createdAt, random), createdAt };
}

function pendingOrder(
  { merchant, correlationId }: MerchantCall,
  userReqNo: string,
  draft: OrderDraft,
  identity: Identity,
): Order {
  return {
    ...draft,
    ...openedIds({ opType: draft.opType, orderId: identity.orderId }),
    ...identity,
    userNo: merchant.userNo,
    userReqNo,
    status: 'pending',
    correlationId,
  } as Order;
}

/** Returns the writes that accept an order which its issuer carries out afterwards. */
async function pendingWrites(acceptance: Acceptance): Promise<Write[]> {
  const { payer, effects, order: accepted } = acceptance;
  const { currency, fee } = accepted;
  const payment = await payer.plan(currency, effects.postings, fee);
  const order = onShard(accepted, payment);
  const entry = {
    cause: `order/${order.orderId}/accepted`,
    at: order.createdAt,
    postings: payment.postings,
    details: orderDetails(order),
  };
  return [
    newOrderPut(order, acceptance),
    ...entryWrites(entry, (...shortfall) => payer.shortfallError(...shortfall, insufficientFunds(order)), [
      ...(effects.guards ?? []),
      ...payment.guards,
    ]),
    ...(effects.writes ?? []),
  ];
}

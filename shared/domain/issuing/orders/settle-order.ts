import { retryOnConflict } from '../../../runtime/idempotency/execute-once.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import type { Dependencies } from '../../dependencies.ts';
import type { Account } from '../../money/ledger/account.ts';
import { readBalance } from '../../money/ledger/balance.ts';
import { AlreadyPosted } from '../../money/ledger/entry.ts';
import type { IssuerResult, OrderOutcome } from '../model/issuer.ts';
import { type Order, readOrder } from '../model/order.ts';
import { cardCancellation } from './card-cancellation.ts';
import { CardIsClosed, CreditRefused, type OrderKind } from './funding.ts';
import { groupOpening } from './group-opening.ts';
import { recharge } from './recharge.ts';
import { refund } from './refund.ts';
import { cardOpening } from './settle-card-opening.ts';
import { finalWrites, issuerAttributes } from './settlement-writes.ts';

type KnownOutcome = Exclude<OrderOutcome, { state: 'unknown' }>;
type SucceededOutcome = Extract<OrderOutcome, { state: 'succeeded' }>;

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
 * @param operatorReason - the operator's reason, when an operator settles the order
 * @throws FrozenFundsMissing when the order's frozen funds are missing
 */
export async function settleOrder(
  deps: Dependencies,
  pending: Order,
  outcome: OrderOutcome,
  operatorReason?: string,
): Promise<Order> {
  const order = operatorReason === undefined ? pending : { ...pending, operatorReason };
  if (order.status !== 'pending' || outcome.state === 'unknown') return order;
  try {
    return await applyOutcome(deps, order, outcome);
  } catch (error) {
    if (error instanceof AlreadyPosted) return readOrder(deps.store, order.orderId);
    throw error;
  }
}

/** Applies the outcome. An order that succeeded at the issuer still fails when its money cannot be credited here. */
async function applyOutcome(deps: Dependencies, order: Order, outcome: KnownOutcome): Promise<Order> {
  if (outcome.state === 'refused') return settleFailure(deps, order, { reason: outcome.reason });
  try {
    return await settleSuccess(deps, order, outcome);
  } catch (error) {
    if (!(error instanceof CreditRefused)) throw error;
    return settleFailure(deps, order, { reason: error.message, issuerResult: outcome.issuerResult });
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
  const balanceOf = (account: Account) => readBalance(deps.store, account);
  return retryOnConflict(async () => {
    const settlement = await kindOf(order).succeed(order, { deps, card, issuerResult, balanceOf });
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

import { dueIndexAttributes } from '../../../runtime/queue/due-index.ts';
import type { Write } from '../../../runtime/store/write.ts';
import { CardBalanceInsufficient } from '../../../wire/errors.ts';
import type { MerchantCall } from '../../dependencies.ts';
import {
  insufficientBalance,
  type PaymentPlan,
  type ShardedPayer,
  shortageOf,
} from '../../money/accounts/sharded-payer.ts';
import type { BalanceGuard, ShortfallError } from '../../money/ledger/entry.ts';
import { type Order, orderItem } from '../model/order.ts';
import type { OrderEffects } from './order-effects.ts';

/** What the acceptance of an order changes besides the order itself. */
export interface AcceptanceEffects extends OrderEffects {
  readonly guards?: readonly BalanceGuard[];
}

/** A valid order that is about to be accepted. */
export interface Acceptance {
  readonly call: MerchantCall;
  readonly payer: ShardedPayer;
  /** As it is while it is pending, not yet on a shard. */
  readonly order: Order;
  readonly effects: AcceptanceEffects;
  /** Makes the error for an order whose id belongs to another one: the retry draws a new id. */
  readonly idTaken: () => Error;
}

/** The order with the shard that its merchant's payment is on. */
export const onShard = (order: Order, { shard }: Pick<PaymentPlan, 'shard'>): Order =>
  shard === undefined ? order : { ...order, shard };

/**
 * Stores a new order. One that is pending is due after the grace that its fulfilment has. One that is final needs no
 * shard any more: nothing of it is frozen.
 */
export function newOrderPut(
  order: Order,
  { call: { deps }, idTaken }: Pick<Acceptance, 'call' | 'idTaken'>,
): Write {
  const due = dueIndexAttributes(order.orderId, order.createdAt + deps.graceMs);
  const { shard, ...item } = orderItem(order);
  return {
    kind: 'put',
    table: 'orders',
    item: order.status === 'pending' ? { ...item, ...(shard !== undefined && { shard }), ...due } : item,
    onConflict: idTaken,
  };
}

/** Returns the error for the balance that is too low: the card's or the merchant's account. */
export const insufficientFunds =
  ({ fee }: Order): ShortfallError =>
  (account, figures) =>
    account.startsWith('merchant/')
      ? insufficientBalance(fee)(account, figures)
      : new CardBalanceInsufficient(shortageOf(account, figures));

import type { Item } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { ConflictError, Put } from '../../runtime/store/write.ts';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { NothingFound } from '../../wire/errors.ts';
import type { RatePpm } from '../../wire/money/amount.ts';
import type { COINS } from '../../wire/money/currency.ts';
import { type Account, merchantDptAccount } from '../money/ledger/account.ts';

interface DptOrderBase {
  readonly orderNo: string;
  readonly userNo: string;
  readonly userReqNo: string;
  readonly currency: (typeof COINS)[number];
  readonly network: CoinNetwork;
  /** The address that is paid, in its network's spelling. */
  readonly address: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly correlationId: string;
}

/** An order with an address for a payment. Amounts in minor units of the coin. */
export interface AcquiringOrder extends DptOrderBase {
  readonly kind: 'acquiring';
  /** The amount requested from the payer; undefined if any amount pays the order. */
  readonly amount?: bigint;
  /**
   * The merchant's acquiringRate at the time of the order, so that fees do not depend on the order of the
   * payments.
   */
  readonly feeRate: RatePpm;
  /** Epoch milliseconds; later payments are credited all the same. */
  readonly expiresAt: number;
  /** What has arrived, and how much of it was credited. */
  readonly receivedAmount: bigint;
  readonly creditedAmount: bigint;
  /** Number of changes of its payments, for optimistic locking. */
  readonly version?: number;
}

/**
 * Coins on their way out. `pending` from its acceptance, with amount and fee frozen, until the outcome is
 * known:
 *
 *   (accepted) ──▶ pending ──▶ success     confirmed on the chain: coins gone, fee earned
 *                      └─────▶ failure     funds released
 */
export interface Withdrawal extends DptOrderBase {
  readonly kind: 'withdrawal';
  /** What arrives, in minor units of the coin; `fee` comes on top. */
  readonly amount: bigint;
  readonly fee: bigint;
  readonly status: 'pending' | 'success' | 'failure';
  /** The chain transaction, once it is known. */
  readonly txId?: string;
  /** The transfer's position in the transaction's log; if none was reported, the transaction has one transfer. */
  readonly logIndex?: number;
  /** Why it failed, in words for the merchant. */
  readonly failure?: string;
  readonly finishedAt?: number;
}

export type DptOrder = AcquiringOrder | Withdrawal;

/** The key of an order. Both kinds share one range of numbers, so that an inquiry finds either. */
export const dptOrderKey = (orderNo: string) => ({ pk: `order/${orderNo}`, sk: 'order' });

/** Writes a new order; `onConflict` is for a number that is taken. */
export const dptOrderPut = (order: DptOrder, onConflict: ConflictError): Put => ({
  kind: 'put',
  table: 'dpt',
  item: { ...dptOrderKey(order.orderNo), ...order },
  onConflict,
});

/** Parses a stored order. */
export function dptOrderFrom(item: Item): DptOrder {
  const order = item as unknown as DptOrder;
  if (order.kind === 'withdrawal') return { ...order, amount: BigInt(order.amount), fee: BigInt(order.fee) };
  return {
    ...order,
    ...(order.amount !== undefined && { amount: BigInt(order.amount) }),
    receivedAmount: BigInt(order.receivedAmount),
    creditedAmount: BigInt(order.creditedAmount),
  };
}

/**
 * Returns the order with this number.
 *
 * @throws NothingFound when there is none
 */
export async function dptOrderOf(store: Store, orderNo: string): Promise<DptOrder> {
  const item = await store.get('dpt', dptOrderKey(orderNo));
  if (!item) throw new NothingFound('orderNo', 'order');
  return dptOrderFrom(item);
}

/** The account that a withdrawal debits, and the amount in minor units. */
export const withdrawalDebit = ({ userNo, currency, amount, fee }: Withdrawal) => ({
  account: merchantDptAccount(userNo, currency),
  amount: amount + fee,
});

/** What an item of the dpt table holds frozen, and on which account: only pending withdrawals hold anything. */
export function heldByWithdrawal(item: Item): { account: Account; amount: bigint } | undefined {
  if (item['status'] !== 'pending') return undefined;
  return withdrawalDebit(dptOrderFrom(item) as Withdrawal);
}

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
  /** The address that is paid, as its network writes it. */
  readonly address: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly correlationId: string;
}

/** An address for a payment. Amounts in minor units of the coin. */
export interface AcquiringOrder extends DptOrderBase {
  readonly kind: 'acquiring';
  /** What the payer is asked for; absent where any amount pays. */
  readonly amount?: bigint;
  /** The merchant's acquiringRate when the order was made: payments cost the same in whatever order they come. */
  readonly feeRate: RatePpm;
  /** Epoch milliseconds; what arrives later is credited all the same. */
  readonly expiresAt: number;
  /** What has arrived, and what was credited of it. */
  readonly receivedAmount: bigint;
  readonly creditedAmount: bigint;
  /** Counts the changes of its payments, so that none is made on what others have changed since. */
  readonly changes?: number;
}

/**
 * Coins on their way out. `pending` from its acceptance, with amount and fee frozen, until it is known how it went:
 *
 *   (accepted) ──▶ pending ──▶ success     confirmed by the chain: coins gone, fee earned
 *                      └─────▶ failure     funds released
 */
export interface Withdrawal extends DptOrderBase {
  readonly kind: 'withdrawal';
  /** What arrives, in minor units of the coin; `fee` comes on top. */
  readonly amount: bigint;
  readonly fee: bigint;
  readonly status: 'pending' | 'success' | 'failure';
  /** The transaction on the chain, once it is known. */
  readonly txId?: string;
  /** Where in its log the transfer is; absent where nobody said, and then the transaction has no other. */
  readonly logIndex?: number;
  /** Why it failed, as the merchant may read it. */
  readonly failure?: string;
  readonly finishedAt?: number;
}

export type DptOrder = AcquiringOrder | Withdrawal;

/** The key of an order's record. Both kinds share their numbers, so that an inquiry finds one of them. */
export const dptOrderKey = (orderNo: string) => ({ pk: `order/${orderNo}`, sk: 'order' });

/** Puts a new order; `otherwise` is for a number that is taken. */
export const dptOrderPut = (order: DptOrder, onConflict: ConflictError): Put => ({
  kind: 'put',
  table: 'dpt',
  item: { ...dptOrderKey(order.orderNo), ...order },
  onConflict,
});

/** The order that a stored item holds. */
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

/** The order of this number. NothingFound when there is none. */
export async function dptOrderOf(store: Store, orderNo: string): Promise<DptOrder> {
  const item = await store.get('dpt', dptOrderKey(orderNo));
  if (!item) throw new NothingFound('orderNo', 'order');
  return dptOrderFrom(item);
}

/** The account that a withdrawal takes from, and what it takes in minor units. */
export const withdrawalDebit = ({ userNo, currency, amount, fee }: Withdrawal) => ({
  account: merchantDptAccount(userNo, currency),
  amount: amount + fee,
});

/** What an item of the dpt table holds frozen, and on which account: only a withdrawal that is under way does. */
export function heldByWithdrawal(item: Item): { account: Account; amount: bigint } | undefined {
  if (item['status'] !== 'pending') return undefined;
  return withdrawalDebit(dptOrderFrom(item) as Withdrawal);
}

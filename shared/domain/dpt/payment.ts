import type { Item } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { InboundContent } from '../../wire/contract/notifications.ts';
import { type Account, custodyAccount, feesAccount, merchantDptAccount } from '../money/ledger/account.ts';
import type { Posting } from '../money/ledger/entry.ts';
import { type AcquiringOrder, dptOrderKey } from './dpt-order.ts';

/** What a chain watcher tells, in the one spelling by which a repeat of it is known. */
export type Bill = InboundContent<'dpt_payment_bill'>;

/**
 * The life of a payment:
 *
 *   told, too few confirmations        enough of them
 *   ──────────▶ detected ────────────────────┐        operator
 *      told, final                           ▼    ┌──────────────▶ returned
 *   ─────────────────────────────▶ held or credited
 *                                       └─────────┴──────────────▶ credited
 *
 *   (none), detected, held, credited, doubtful ──── reorganised out of the chain ──▶ removed
 *   removed ──── told again, of a later time ──▶ as new
 *      └──────── told again, of no later time ─▶ doubtful ──── operator ──▶ credited
 */
export type PaymentStatus = 'detected' | 'held' | 'credited' | 'returned' | 'removed' | 'doubtful';

/** What a payment was from one change to the next. */
export type PaymentStep = Pick<DptPayment, 'version' | 'status' | 'credited' | 'fee'>;

/** A transfer of coins to an acquiring order's address. Amounts in minor units of the order's coin. */
export interface DptPayment {
  readonly orderNo: string;
  readonly status: PaymentStatus;
  /** What the chain watcher told. */
  readonly bill: Bill;
  /** What arrived at the address, as far as the coin has decimals here. */
  readonly paid: bigint;
  /** What is finer than that, in coins; it is nobody's. */
  readonly rest?: string;
  /** What of it is the merchant's. */
  readonly credited: bigint;
  /** What the platform earns. */
  readonly fee: bigint;
  /** Why it is held, doubtful or returned, as the operator may read it. */
  readonly reason?: string;
  /** The time of the transfer that was told to be gone; the latest of several (reorganisation.ts). */
  readonly removedTime?: string;
  /** The latest time of the transfer, where it was told again of a later one than its bill's. */
  readonly againTime?: string;
  /** Counts the changes; each that moves money is an entry of its own. */
  readonly version: number;
  /** All it has been, the first first. */
  readonly trail: readonly PaymentStep[];
  /** When it was told first, epoch milliseconds. */
  readonly at: number;
}

/** What names one transfer: a chain transaction may have several, which its log tells apart. */
export type TransferId = Pick<Bill, 'txId' | 'logIndex'>;

/** The transfer's name: `<txId>`, or `<txId>/<logIndex>`. */
export const formatTransferId = ({ txId, logIndex }: TransferId): string =>
  logIndex === undefined ? txId : `${txId}/${logIndex}`;

/** The key of a payment of an order: an address is one order's, so this is the transfer and the address. */
export const paymentKey = (orderNo: string, transfer: TransferId) => ({
  pk: dptOrderKey(orderNo).pk,
  sk: `payment/${formatTransferId(transfer)}`,
});

/** The payment that a stored item holds. */
export function paymentFrom(item: Item): DptPayment {
  const { pk: _, sk: __, ...payment } = item as unknown as DptPayment & { pk: string; sk: string };
  const { paid, credited, fee } = payment;
  const trail = payment.trail.map((step) => ({
    ...step,
    credited: BigInt(step.credited),
    fee: BigInt(step.fee),
  }));
  return { ...payment, paid: BigInt(paid), credited: BigInt(credited), fee: BigInt(fee), trail };
}

/** The payment after a change. */
export function withNextVersion(
  previous: DptPayment | undefined,
  next: Omit<DptPayment, 'version' | 'trail'>,
): DptPayment {
  const version = (previous?.version ?? 0) + 1;
  const { status, credited, fee } = next;
  return { ...next, version, trail: [...(previous?.trail ?? []), { version, status, credited, fee }] };
}

/** The order's payments, or those of one chain transaction; of an order at most `limit`. */
export async function paymentsOf(
  store: Store,
  orderNo: string,
  { txId = '', limit }: { txId?: string; limit?: number } = {},
): Promise<DptPayment[]> {
  const { pk, sk } = paymentKey(orderNo, { txId, logIndex: undefined });
  const items = await store.query({
    table: 'dpt',
    partition: pk,
    from: sk,
    // The character after the slash: what comes behind every payment, or every log of the transaction.
    to: txId === '' ? 'payment0' : `${sk}0`,
    ...(limit !== undefined && { limit }),
  });
  return items.map(paymentFrom).filter(({ bill }) => txId === '' || bill.txId === txId);
}

/** Where held coins are: in custody, and nobody's before somebody has looked at their sender. */
export const screeningAccount = (coin: string): Account => `platform:screening/${coin}`;

/** Where the payment's coins are in the books, in minor units: nowhere before it is final, or once it is gone. */
export function bookedAmountsByAccount(
  { userNo, currency }: Pick<AcquiringOrder, 'userNo' | 'currency'>,
  payment: Pick<DptPayment, 'status' | 'credited' | 'fee'> | undefined,
): ReadonlyMap<Account, bigint> {
  if (payment?.status === 'credited')
    return new Map([
      [merchantDptAccount(userNo, currency), payment.credited],
      [feesAccount(currency), payment.fee],
    ]);
  if (payment?.status === 'held')
    return new Map([[screeningAccount(currency), payment.credited + payment.fee]]);
  return new Map();
}

/** What moves when a payment becomes another: what its coins' places gain or lose, against custody. */
export function paymentPostings(
  order: Pick<AcquiringOrder, 'userNo' | 'currency'>,
  before: DptPayment | undefined,
  after: DptPayment,
): Posting[] {
  const [from, to] = [bookedAmountsByAccount(order, before), bookedAmountsByAccount(order, after)];
  const moved = [...new Set([...from.keys(), ...to.keys()])].map(
    (account) => [account, (to.get(account) ?? 0n) - (from.get(account) ?? 0n)] as const,
  );
  const custody = -moved.reduce((sum, [, amount]) => sum + amount, 0n);
  return [[custodyAccount(order.currency), custody] as const, ...moved]
    .filter(([, amount]) => amount !== 0n)
    .map(([account, amount]) => ({ account, side: 'available', amount }));
}

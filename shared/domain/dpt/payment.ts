import type { Item } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { InboundContent } from '../../wire/contract/notifications.ts';
import { type Account, custodyAccount, feesAccount, merchantDptAccount } from '../money/ledger/account.ts';
import type { Posting } from '../money/ledger/posting.ts';
import { type AcquiringOrder, dptOrderKey } from './dpt-order.ts';

/** The message of a chain watcher, in canonical spelling, so that a repeat is recognized. */
export type Bill = InboundContent<'dpt_payment_bill'>;

/**
 * The life of a payment:
 *
 *   reported, unconfirmed             enough confirmations
 *   ──────────▶ detected ────────────────────┐        operator
 *     reported, final                        ▼    ┌──────────────▶ returned
 *   ─────────────────────────────▶ held or credited
 *                                       └─────────┴──────────────▶ credited
 *
 *   (none), detected, held, credited, doubtful ──── reorganised out of the chain ──▶ removed
 *   removed ──── reported again, with a later time ──▶ as new
 *      └──────── reported again, no later time ──────▶ doubtful ──── operator ──▶ credited
 */
export type PaymentStatus = 'detected' | 'held' | 'credited' | 'returned' | 'removed' | 'doubtful';

/** One state of a payment between two changes. */
type PaymentStep = Pick<DptPayment, 'version' | 'status' | 'credited' | 'fee'>;

/** A transfer of coins to an acquiring order's address. Amounts in minor units of the order's coin. */
export interface DptPayment {
  readonly orderNo: string;
  readonly status: PaymentStatus;
  /** As the chain watcher reported it. */
  readonly bill: Bill;
  /** What arrived at the address, rounded down to the ledger's unit. */
  readonly paid: bigint;
  /** What is finer than the ledger's unit, in coins; it belongs to no account. */
  readonly remainder?: string;
  /** The merchant's share. */
  readonly credited: bigint;
  /** The platform's share. */
  readonly fee: bigint;
  /** Why it is held, doubtful or returned, for operators. */
  readonly reason?: string;
  /** The transaction time of the removal, the latest if there were several (reorganisation.ts). */
  readonly removedTime?: string;
  /** The latest transaction time, if it was mined again after its bill's. */
  readonly minedAgainTime?: string;
  /** Number of changes; each that moves money has an entry of its own. */
  readonly version: number;
  /** All states so far, oldest first. */
  readonly history: readonly PaymentStep[];
  /** When it was first reported, in epoch milliseconds. */
  readonly at: number;
}

/** Identifies a transfer: a chain transaction may contain several, told apart by log index. */
export type TransferId = Pick<Bill, 'txId' | 'logIndex'>;

/** The transfer as text: `<txId>` or `<txId>/<logIndex>`. */
export const formatTransferId = ({ txId, logIndex }: TransferId): string =>
  logIndex === undefined ? txId : `${txId}/${logIndex}`;

/** The key of an order's payment. An address belongs to one order, so this identifies transfer and address. */
export const paymentKey = (orderNo: string, transfer: TransferId) => ({
  pk: dptOrderKey(orderNo).pk,
  sk: `payment/${formatTransferId(transfer)}`,
});

/** Parses a stored payment. */
export function paymentFrom(item: Item): DptPayment {
  const { pk: _, sk: __, ...payment } = item as unknown as DptPayment & { pk: string; sk: string };
  const { paid, credited, fee } = payment;
  const history = payment.history.map((step) => ({
    ...step,
    credited: BigInt(step.credited),
    fee: BigInt(step.fee),
  }));
  return { ...payment, paid: BigInt(paid), credited: BigInt(credited), fee: BigInt(fee), history };
}

/** Returns the payment after a change, with the next version and the change in its history. */
export function withNextVersion(
  previous: DptPayment | undefined,
  next: Omit<DptPayment, 'version' | 'history'>,
): DptPayment {
  const version = (previous?.version ?? 0) + 1;
  const { status, credited, fee } = next;
  return { ...next, version, history: [...(previous?.history ?? []), { version, status, credited, fee }] };
}

/** Returns the order's payments, at most `limit`, or those of one chain transaction. */
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
    // '0' is the character after '/': the bound behind every payment, or every log of the transaction.
    to: txId === '' ? 'payment0' : `${sk}0`,
    ...(limit !== undefined && { limit }),
  });
  return items.map(paymentFrom).filter(({ bill }) => txId === '' || bill.txId === txId);
}

/** Held coins: in custody, and owned by no one until an operator has looked at their sender. */
const screeningAccount = (coin: string): Account => `platform:screening/${coin}`;

/**
 * The accounts on which the payment is posted, with amounts in minor units: none before it is final, or once
 * it is removed.
 */
function bookedAmountsByAccount(
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

/**
 * The postings that change a payment from `before` to `after`: the differences on its accounts, against
 * custody.
 */
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

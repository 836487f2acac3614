import { isDeepStrictEqual } from 'node:util';
import { NothingFound, ParameterInvalid, RequestNumberReused } from '../contract/errors.ts';
import type { NotificationContent, ReceivedContent } from '../contract/notifications.ts';
import { custodyAccount, feesAccount, merchantDptAccount } from '../ledger/accounts.ts';
import { entryWrites, transfer } from '../ledger/entry.ts';
import { shareOf, toMajor, toMinor } from '../money/amount.ts';
import { notificationPut } from '../notifications/notification.ts';
import type { Platform } from '../platform/platform.ts';
import type { Update, Write } from '../store/write.ts';
import type { Told } from '../upstreams/told.ts';
import { canonicalTxId, sameAddress } from './chain.ts';
import { type AcquiringOrder, type DptOrder, dptOrderKey, dptOrderOf, type Withdrawal } from './order.ts';
import { settleWithdrawal } from './settle-withdrawal.ts';

/** What a chain watcher tells, in the one spelling by which a repeat of it is known. */
type Bill = ReceivedContent<'dpt_payment_bill'>;

/** A payment that arrived, in minor units of the order's coin. */
interface Payment {
  readonly order: AcquiringOrder;
  readonly bill: Bill;
  /** What arrived at the address. */
  readonly paid: bigint;
  /** What of it is the merchant's. */
  readonly credited: bigint;
  /** What the platform earns. */
  readonly fee: bigint;
}

/** The transaction was told before. */
class PaymentKnown extends Error {
  override readonly name = 'PaymentKnown';
  readonly bill: Bill;
  constructor(bill: Bill) {
    super(`${bill.txId} was told before`);
    this.bill = bill;
  }
}

/** The key of a payment of an order: an address is one order's, so this is the transaction and the address. */
export const paymentKey = (orderNo: string, txId: string) => ({
  pk: dptOrderKey(orderNo).pk,
  sk: `payment/${txId}`,
});

/**
 * Applies what a chain watcher tells: a payment to an acquiring order's address is credited and told to the merchant,
 * once for its transaction; one to where a withdrawal went confirms it (contract sections 4.6 and 5). Returns when that
 * is durable, for a repeat as well.
 *
 * @throws NothingFound for an order or an address that is not ours, RequestNumberReused for a transaction that was told
 * with other content, StatusNotSuitable for a withdrawal that ended otherwise, ParameterInvalid for an amount that
 * cannot be
 */
export async function applyPaymentBill(content: Bill, told: Told): Promise<void> {
  const { platform, correlationId } = told;
  const order = await dptOrderOf(platform.store, content.orderNo);
  if (!sameAddress(order.network, content.toAddress, order.address)) throw new NothingFound();
  const bill = { ...content, txId: canonicalTxId(order.network, content.txId), toAddress: order.address };
  if (order.kind === 'withdrawal') return confirmWithdrawal(platform, order, bill);
  const payment = paymentOf(order, bill);
  try {
    await platform.store.write(paymentWrites(platform, payment, correlationId));
  } catch (error) {
    if (!(error instanceof PaymentKnown)) throw error;
    if (!isDeepStrictEqual(error.bill, bill)) throw new RequestNumberReused();
  }
}

/** What arrived, which is more than nothing. */
function paidAmount({ paymentAmount }: Bill, { currency }: DptOrder): bigint {
  const paid = toMinor(paymentAmount, currency, 'paymentAmount');
  if (paid === 0n) throw new ParameterInvalid('paymentAmount', 'must be positive');
  return paid;
}

async function confirmWithdrawal(platform: Platform, withdrawal: Withdrawal, bill: Bill): Promise<void> {
  if (paidAmount(bill, withdrawal) !== withdrawal.amount)
    throw new ParameterInvalid('paymentAmount', 'must be the amount of the withdrawal');
  await settleWithdrawal(platform, withdrawal, { status: 'success', txId: bill.txId });
}

function paymentOf(order: AcquiringOrder, bill: Bill): Payment {
  const paid = paidAmount(bill, order);
  const fact = toMinor(bill.factAmount, order.currency, 'factAmount');
  if (fact > paid) throw new ParameterInvalid('factAmount', 'must not be more than paymentAmount');
  const fee = shareOf(fact, order.feeRate);
  return { order, bill, paid, credited: fact - fee, fee };
}

/** The payment, its sums on the order, its money and its notification: all of it once for the transaction. */
function paymentWrites(platform: Platform, payment: Payment, correlationId: string): Write[] {
  const { order, bill, credited, fee } = payment;
  const { orderNo, userNo, currency } = order;
  const custody = custodyAccount(currency);
  const at = platform.now();
  const entry = {
    cause: `payment/${bill.txId}/${order.address}`,
    at,
    postings: [
      ...transfer([custody, 'available'], [merchantDptAccount(userNo, currency), 'available'], credited),
      ...transfer([custody, 'available'], [feesAccount(currency), 'available'], fee),
    ],
    about: { orderId: orderNo },
  };
  return [
    {
      kind: 'put',
      table: 'dpt',
      item: { ...paymentKey(orderNo, bill.txId), bill, at },
      otherwise: (known) => new PaymentKnown(known?.['bill'] as Bill),
    },
    addToOrder(payment),
    ...entryWrites(entry, (account) => new Error(`a payment cannot take from ${account}`)),
    notificationPut(platform, {
      type: 'dpt_payment_bill',
      subject: `${bill.txId}/${orderNo}`,
      userNo,
      content: contentOf(payment),
      correlationId,
    }),
  ];
}

const addToOrder = ({ order, paid, credited }: Payment): Update => ({
  kind: 'update',
  table: 'dpt',
  key: dptOrderKey(order.orderNo),
  add: { receivedAmount: paid, creditedAmount: credited },
});

/** What the merchant is told: its own request number, what was credited, and the difference as the fee. */
function contentOf({ order, bill, paid, credited }: Payment): NotificationContent<'dpt_payment_bill'> {
  const major = (minor: bigint) => toMajor(minor, order.currency);
  return {
    ...bill,
    paymentAmount: major(paid),
    factAmount: major(credited),
    fee: major(paid - credited),
    serialNumber: order.userReqNo,
  };
}

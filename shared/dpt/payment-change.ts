import type { NotificationContent } from '../contract/notifications.ts';
import { merchantDptAccount } from '../ledger/accounts.ts';
import { AlreadyPosted } from '../ledger/entry.ts';
import { forcedWrites } from '../ledger/forced.ts';
import { toMajor } from '../money/amount.ts';
import { notificationPut } from '../notifications/notification.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision } from '../requests/once.ts';
import { absent, equals, type Put, type Update, type Write } from '../store/write.ts';
import { type AcquiringOrder, dptOrderKey } from './order.ts';
import {
  changedTo,
  type PaymentRecord,
  paymentKey,
  paymentPostings,
  transferName,
} from './payment-record.ts';

const stale = () => new StaleDecision();

/**
 * Makes a payment what it is `after` in one transaction: its record, the sums on its order, its money, the merchant's
 * notification and what else is written `beside`. What is taken back may take the account below zero, and that is alarmed.
 *
 * @throws StaleDecision when the order has other payments than were looked at
 */
export async function changePayment(
  platform: Platform,
  order: AcquiringOrder,
  before: PaymentRecord | undefined,
  after: PaymentRecord,
  correlationId: string,
  beside: readonly Write[] = [],
): Promise<void> {
  await platform.store.write([
    ...beside,
    paymentPut(after),
    orderUpdate(order, before, after),
    ...(await moneyWrites(platform, order, before, after)),
    ...tellingWrites(platform, order, before, after, correlationId),
  ]);
  const about = { orderNo: order.orderNo, transfer: transferName(after.bill) };
  if (after.status === 'held') platform.alarm('a payment is held', { ...about, reason: after.reason ?? '' });
  if (after.status === 'doubtful') platform.alarm('a payment that was told to be gone is told again', about);
  if (before?.status !== 'detected' && after.status === 'removed')
    platform.alarm('a payment was reorganised out of the chain', about);
}

/**
 * Keeps that the payment's transaction was mined again, at that time.
 *
 * @throws StaleDecision when the order has other payments than were looked at
 */
export const keepAgainTime = (
  { store }: Platform,
  order: AcquiringOrder,
  payment: PaymentRecord,
  againTime: string,
): Promise<void> =>
  store.write([
    paymentPut(changedTo(payment, { ...payment, againTime })),
    orderUpdate(order, payment, payment),
  ]);

/** Nothing else writes the record but with a change of the order's count of them. */
const paymentPut = (payment: PaymentRecord): Put => ({
  kind: 'put',
  table: 'dpt',
  item: { ...paymentKey(payment.orderNo, payment.bill), ...payment },
  replace: true,
});

function orderUpdate(
  { orderNo, changes }: AcquiringOrder,
  before: PaymentRecord | undefined,
  after: PaymentRecord,
): Update {
  const counted = (payment: PaymentRecord | undefined, field: 'paid' | 'credited') =>
    payment?.status === 'credited' ? payment[field] : 0n;
  return {
    kind: 'update',
    table: 'dpt',
    key: dptOrderKey(orderNo),
    add: {
      receivedAmount: counted(after, 'paid') - counted(before, 'paid'),
      creditedAmount: counted(after, 'credited') - counted(before, 'credited'),
      changes: 1,
    },
    when: [changes === undefined ? absent('changes') : equals('changes', changes)],
    otherwise: stale,
  };
}

async function moneyWrites(
  platform: Platform,
  order: AcquiringOrder,
  before: PaymentRecord | undefined,
  after: PaymentRecord,
): Promise<Write[]> {
  const postings = paymentPostings(order, before, after);
  if (postings.length === 0) return [];
  const cause = `payment/${order.orderNo}/${transferName(after.bill)}/${after.version}`;
  const account = merchantDptAccount(order.userNo, order.currency);
  const takesBack = before?.status === 'credited';
  try {
    return await forcedWrites(
      platform,
      { cause, at: platform.now(), postings, about: { orderId: order.orderNo } },
      (from) => new Error(`${cause} cannot take from ${from}`),
      takesBack ? [{ account, overdraft: true, otherwise: () => undefined }] : [],
    );
  } catch (error) {
    // Another has made the same change in between.
    throw error instanceof AlreadyPosted ? new StaleDecision() : error;
  }
}

/** The merchant is told what was credited, and what is taken back of that. */
function tellingWrites(
  platform: Platform,
  order: AcquiringOrder,
  before: PaymentRecord | undefined,
  after: PaymentRecord,
  correlationId: string,
): Write[] {
  const isCredited = after.status === 'credited';
  if (!isCredited && before?.status !== 'credited') return [];
  return [
    notificationPut(platform, {
      type: 'dpt_payment_bill',
      subject: `${transferName(after.bill)}/${after.version}/${order.orderNo}`,
      userNo: order.userNo,
      content: isCredited ? contentOf(order, after, 1n) : contentOf(order, before as PaymentRecord, -1n),
      correlationId,
    }),
  ];
}

/** What the merchant is told: its own request number, what was credited, and the difference as the fee. */
function contentOf(
  order: AcquiringOrder,
  { bill, paid, credited }: PaymentRecord,
  sign: 1n | -1n,
): NotificationContent<'dpt_payment_bill'> {
  const major = (minor: bigint) => toMajor(sign * minor, order.currency);
  const { txId, logIndex, fromAddress, toAddress, orderNo, transactionTime } = bill;
  return {
    txId,
    ...(logIndex !== undefined && { logIndex }),
    fromAddress,
    toAddress,
    paymentAmount: major(paid),
    factAmount: major(credited),
    fee: major(paid - credited),
    serialNumber: order.userReqNo,
    orderNo,
    transactionTime,
    ...(sign < 0n && { removed: 1 }),
  };
}

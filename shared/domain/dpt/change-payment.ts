import { writeConflict } from '../../runtime/idempotency/execute-once.ts';
import { absent, equals, type Put, type Update, type Write } from '../../runtime/store/write.ts';
import type { NotificationContent } from '../../wire/contract/notifications.ts';
import { toMajor } from '../../wire/money/amount.ts';
import type { Dependencies } from '../dependencies.ts';
import { forcedEntryWrites } from '../money/accounts/forced-postings.ts';
import { merchantDptAccount } from '../money/ledger/account.ts';
import { notificationPut } from '../notifications/outbox.ts';
import { type AcquiringOrder, dptOrderKey } from './dpt-order.ts';
import {
  type DptPayment,
  formatTransferId,
  paymentKey,
  paymentPostings,
  withNextVersion,
} from './payment.ts';

/**
 * Changes a payment to `after` in one transaction: its record, its order's totals, its entry, the merchant's
 * notification and `extraWrites`. Taking a payment back may overdraw the account, which raises an alarm.
 *
 * @throws WriteConflict when the order's payments have changed since they were read
 */
export async function changePayment(
  deps: Dependencies,
  order: AcquiringOrder,
  before: DptPayment | undefined,
  after: DptPayment,
  correlationId: string,
  extraWrites: readonly Write[] = [],
): Promise<void> {
  await deps.store.write([
    ...extraWrites,
    paymentPut(after),
    orderTotalsUpdate(order, before, after),
    ...(await paymentEntryWrites(deps, order, before, after)),
    ...paymentNotificationWrites(deps, order, before, after, correlationId),
  ]);
  const about = { orderNo: order.orderNo, transfer: formatTransferId(after.bill) };
  if (after.status === 'held') deps.alarm('a payment is held', { ...about, reason: after.reason ?? '' });
  if (after.status === 'doubtful') deps.alarm('a removed payment was reported again', about);
  if (before?.status !== 'detected' && after.status === 'removed')
    deps.alarm('a payment was reorganised out of the chain', about);
}

/**
 * Stores the time at which the payment's transaction was mined again.
 *
 * @throws WriteConflict when the order's payments have changed since they were read
 */
export const updateLatestTime = (
  { store }: Dependencies,
  order: AcquiringOrder,
  payment: DptPayment,
  minedAgainTime: string,
): Promise<void> =>
  store.write([
    paymentPut(withNextVersion(payment, { ...payment, minedAgainTime })),
    orderTotalsUpdate(order, payment, payment),
  ]);

/** The record is only ever written together with its order's version, which is the lock. */
const paymentPut = (payment: DptPayment): Put => ({
  kind: 'put',
  table: 'dpt',
  item: { ...paymentKey(payment.orderNo, payment.bill), ...payment },
  replace: true,
});

function orderTotalsUpdate(
  { orderNo, version }: AcquiringOrder,
  before: DptPayment | undefined,
  after: DptPayment,
): Update {
  const counted = (payment: DptPayment | undefined, field: 'paid' | 'credited') =>
    payment?.status === 'credited' ? payment[field] : 0n;
  return {
    kind: 'update',
    table: 'dpt',
    key: dptOrderKey(orderNo),
    add: {
      receivedAmount: counted(after, 'paid') - counted(before, 'paid'),
      creditedAmount: counted(after, 'credited') - counted(before, 'credited'),
      version: 1,
    },
    when: [version === undefined ? absent('version') : equals('version', version)],
    onConflict: writeConflict,
  };
}

async function paymentEntryWrites(
  deps: Dependencies,
  order: AcquiringOrder,
  before: DptPayment | undefined,
  after: DptPayment,
): Promise<Write[]> {
  const postings = paymentPostings(order, before, after);
  if (postings.length === 0) return [];
  const cause = `payment/${order.orderNo}/${formatTransferId(after.bill)}/${after.version}`;
  const account = merchantDptAccount(order.userNo, order.currency);
  const takesBack = before?.status === 'credited';
  return forcedEntryWrites(
    deps,
    { cause, at: deps.now(), postings, details: { orderId: order.orderNo } },
    (from) => new Error(`${cause} cannot take from ${from}`),
    takesBack ? [{ account, overdraft: true, onConflict: () => undefined }] : [],
    // Someone else has made the same change.
    writeConflict,
  );
}

/** Notifies the merchant of what was credited, and of what is taken back of that. */
function paymentNotificationWrites(
  deps: Dependencies,
  order: AcquiringOrder,
  before: DptPayment | undefined,
  after: DptPayment,
  correlationId: string,
): Write[] {
  const isCredited = after.status === 'credited';
  if (!isCredited && before?.status !== 'credited') return [];
  return [
    notificationPut(deps, {
      type: 'dpt_payment_bill',
      subject: `${formatTransferId(after.bill)}/${after.version}/${order.orderNo}`,
      userNo: order.userNo,
      content: isCredited
        ? paymentContent(order, after, 1n)
        : paymentContent(order, before as DptPayment, -1n),
      correlationId,
    }),
  ];
}

/**
 * The content of the notification: the merchant's own request number, the amount credited, and the rest as
 * the fee.
 */
function paymentContent(
  order: AcquiringOrder,
  { bill, paid, credited }: DptPayment,
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

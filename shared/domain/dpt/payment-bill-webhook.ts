import { retryOnConflict } from '../../runtime/idempotency/execute-once.ts';
import type { Write } from '../../runtime/store/write.ts';
import {
  DailyCeilingReached,
  NothingFound,
  ParameterInvalid,
  RequestNumberReused,
} from '../../wire/errors.ts';
import { feeShareOf } from '../../wire/money/amount.ts';
import type { Dependencies } from '../dependencies.ts';
import { creditCeilingWrites } from '../money/suspense/credit-ceiling.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import { changePayment, updateLatestTime } from './change-payment.ts';
import { parseCoinAmount } from './coin-amounts.ts';
import { type AcquiringOrder, type DptOrder, dptOrderOf, type Withdrawal } from './dpt-order.ts';
import { type Bill, type DptPayment, formatTransferId, paymentsOf, withNextVersion } from './payment.ts';
import { billEffect, DOUBT_REASON, removedTimeOf } from './reorganisation.ts';
import { listedSenders, type SenderScreening } from './sender-screening.ts';
import { settleWithdrawal } from './settle-withdrawal.ts';
import { canonicalTxId, isSameCoinAddress } from './transaction-id.ts';
import { confirmationsOf } from './wallet.ts';

/**
 * Handles a dpt_payment_bill webhook of a chain watcher (contract sections 4.6 and 5). A payment to an
 * acquiring order's address is credited and the merchant notified, once per transfer and not before it has
 * its network's number of confirmations; it is held if it exceeds what the watcher may bring in a day. A
 * payment to a withdrawal's address confirms the withdrawal. A bill without confirmations is final. Bills and
 * removals may arrive in any order (reorganisation.ts). Returns when the result is durable, for a duplicate
 * as well.
 *
 * @throws NothingFound when the order or the address is not this platform's
 * @throws RequestNumberReused when the transfer was reported with other amounts
 * @throws StatusNotSuitable when the withdrawal has another outcome
 * @throws TransferConfirmedAnother when the transfer confirmed another withdrawal
 * @throws ParameterInvalid when the amount, coin or network is not acceptable
 */
export async function handlePaymentBill(
  content: Bill,
  call: UpstreamCall,
  screening: SenderScreening = listedSenders(call.deps.store),
): Promise<void> {
  const { deps, upstream, correlationId } = call;
  const order = await dptOrderOf(deps.store, content.orderNo);
  const bill = canonicalBill(content, order);
  const isFinal = await hasConfirmations(deps, order, bill);
  if (order.kind === 'withdrawal') return confirmWithdrawal(deps, order, bill, isFinal);
  await retryOnConflict(async () => {
    const currentOrder = (await dptOrderOf(deps.store, order.orderNo)) as AcquiringOrder;
    const known = await findKnownPayment(deps, currentOrder, bill);
    const payment = receivedPaymentFrom(currentOrder, bill, deps.now());
    const effect = billEffect(known, payment, isFinal);
    if (effect === 'none') return;
    if (effect === 'mined-again' && known)
      return updateLatestTime(deps, currentOrder, known, bill.transactionTime);
    const screened = await statusOf(payment, currentOrder, isFinal, screening);
    const target = effect === 'doubtful' ? doubtful(screened) : screened;
    const removedTime = removedTimeOf(known, bill, target.status);
    const removal = removedTime === undefined ? {} : { removedTime };
    const changeTo = (status: StatusWithReason, extraWrites: readonly Write[] = []) => {
      const next = withNextVersion(known, {
        ...payment,
        ...status,
        ...removal,
        at: known?.at ?? payment.at,
      });
      return changePayment(deps, currentOrder, known, next, correlationId, extraWrites);
    };
    if (target.status !== 'credited') return changeTo(target);
    const { currency } = currentOrder;
    const credit = { currency, amount: payment.credited, accountCurrency: currency };
    await creditOrHold(
      async () => changeTo(target, await creditCeilingWrites(deps, upstream, credit)),
      (reason) => changeTo({ status: 'held', reason }),
    );
  });
}

async function creditOrHold(
  credit: () => Promise<void>,
  hold: (reason: string) => Promise<void>,
): Promise<void> {
  try {
    await credit();
  } catch (error) {
    if (!(error instanceof DailyCeilingReached)) throw error;
    await hold(error.message);
  }
}

/** The bill in its network's spelling. */
function canonicalBill(content: Bill, order: DptOrder): Bill {
  const { network, address, currency } = order;
  if (!isSameCoinAddress(network, content.toAddress, address)) throw new NothingFound();
  if (content.currency !== undefined && content.currency !== currency)
    throw new ParameterInvalid('currency', `of the order is ${currency}`);
  if (content.network !== undefined && content.network !== network)
    throw new ParameterInvalid('network', `of the order is ${network}`);
  return { ...content, txId: canonicalTxId(network, content.txId), toAddress: address };
}

async function hasConfirmations(
  { store }: Dependencies,
  { network }: DptOrder,
  { confirmations, removed }: Bill,
): Promise<boolean> {
  if (removed === 1 || confirmations === undefined) return true;
  return confirmations >= (await confirmationsOf(store, network));
}

async function confirmWithdrawal(
  deps: Dependencies,
  withdrawal: Withdrawal,
  bill: Bill,
  isFinal: boolean,
): Promise<void> {
  if (parseCoinAmount(bill.paymentAmount, withdrawal.currency, 'paymentAmount').minor !== withdrawal.amount)
    throw new ParameterInvalid('paymentAmount', 'must be the amount of the withdrawal');
  if (bill.removed === 1) throw new ParameterInvalid('removed', 'is for payments to an acquiring order');
  // A transaction that is not final is reported again once it is.
  const { txId, logIndex } = bill;
  const transfer = { txId, ...(logIndex !== undefined && { logIndex }) };
  if (isFinal) await settleWithdrawal(deps, withdrawal, { status: 'success', ...transfer });
}

/**
 * Finds the stored payment of the bill's transfer.
 *
 * @throws RequestNumberReused when the transaction was reported both with and without a log index: that may
 *   be one transfer or two
 */
async function findKnownPayment(
  { store }: Dependencies,
  { orderNo }: AcquiringOrder,
  bill: Bill,
): Promise<DptPayment | undefined> {
  const ofTransaction = await paymentsOf(store, orderNo, { txId: bill.txId });
  const isIndexed = bill.logIndex !== undefined;
  if (ofTransaction.some((one) => (one.bill.logIndex !== undefined) !== isIndexed))
    throw new RequestNumberReused();
  return ofTransaction.find((one) => formatTransferId(one.bill) === formatTransferId(bill));
}

type ReceivedPayment = Omit<DptPayment, 'version' | 'history'>;

/**
 * The payment that the bill reports.
 *
 * @throws ParameterInvalid when the amounts are not acceptable
 */
function receivedPaymentFrom(order: AcquiringOrder, bill: Bill, at: number): ReceivedPayment {
  const { minor: paid, remainder } = parseCoinAmount(bill.paymentAmount, order.currency, 'paymentAmount');
  const { minor: fact } = parseCoinAmount(bill.factAmount, order.currency, 'factAmount');
  if (paid === 0n) throw new ParameterInvalid('paymentAmount', 'must be positive');
  if (fact > paid) throw new ParameterInvalid('factAmount', 'must not be more than paymentAmount');
  const fee = feeShareOf(fact, order.feeRate);
  const { orderNo } = order;
  return {
    orderNo,
    status: 'detected',
    bill,
    paid,
    ...(remainder !== undefined && { remainder }),
    credited: fact - fee,
    fee,
    at,
  };
}

type StatusWithReason = Pick<DptPayment, 'status' | 'reason'>;

/** An operator must look at it before it can be credited, and learns of a listed sender as well. */
const doubtful = ({ reason }: StatusWithReason): StatusWithReason => ({
  status: 'doubtful',
  reason: reason === undefined ? DOUBT_REASON : `${DOUBT_REASON}; ${reason}`,
});

async function statusOf(
  { bill }: ReceivedPayment,
  { network }: AcquiringOrder,
  isFinal: boolean,
  screening: SenderScreening,
): Promise<StatusWithReason> {
  if (bill.removed === 1) return { status: 'removed' };
  if (!isFinal) return { status: 'detected' };
  const screened = await screening.screen(network, bill.fromAddress);
  return screened.verdict === 'clear' ? { status: 'credited' } : { status: 'held', reason: screened.reason };
}

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
 * Applies what a chain watcher tells: a payment to an acquiring order's address is credited and told to the merchant,
 * once for its transfer and not before it has the confirmations of its network, or held where that is more than the watcher may
 * bring in a day; one to where a withdrawal went confirms
 * it (contract sections 4.6 and 5). A bill that tells no confirmations is final. In what order bills and removals come makes
 * no difference (reorganisation.ts). Returns when that is durable, for a repeat as well.
 *
 * @throws NothingFound for an order or an address that is not ours, RequestNumberReused for a transfer that was told
 * with other amounts, StatusNotSuitable for a withdrawal that ended otherwise, TransferConfirmedAnother for a transfer that
 * is another withdrawal's, ParameterInvalid for an amount, coin or
 * network that cannot be
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
    if (effect === 'nothing') return;
    if (effect === 'again' && known) return updateLatestTime(deps, currentOrder, known, bill.transactionTime);
    const screened = await statusOf(payment, currentOrder, isFinal, screening);
    const target = effect === 'doubtful' ? doubtful(screened) : screened;
    const removedTime = removedTimeOf(known, bill, target.status);
    const removal = removedTime === undefined ? {} : { removedTime };
    const changeTo = (standing: StatusWithReason, beside: readonly Write[] = []) => {
      const next = withNextVersion(known, {
        ...payment,
        ...standing,
        ...removal,
        at: known?.at ?? payment.at,
      });
      return changePayment(deps, currentOrder, known, next, correlationId, beside);
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

/** The bill in the spelling of its network. */
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
  // The same transaction is told again once it is final.
  const { txId, logIndex } = bill;
  const transfer = { txId, ...(logIndex !== undefined && { logIndex }) };
  if (isFinal) await settleWithdrawal(deps, withdrawal, { status: 'success', ...transfer });
}

/**
 * What is known of the bill's transfer. RequestNumberReused where the chain transaction was told once with and once without
 * a log index: whether that is one transfer or two nobody can say.
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

type ReceivedPayment = Omit<DptPayment, 'version' | 'trail'>;

/** The payment that the bill tells of. */
function receivedPaymentFrom(order: AcquiringOrder, bill: Bill, at: number): ReceivedPayment {
  const { minor: paid, rest } = parseCoinAmount(bill.paymentAmount, order.currency, 'paymentAmount');
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
    ...(rest !== undefined && { rest }),
    credited: fact - fee,
    fee,
    at,
  };
}

type StatusWithReason = Pick<DptPayment, 'status' | 'reason'>;

/** What nobody can credit before an operator has looked, who learns of a listed sender as well. */
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

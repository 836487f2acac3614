import {
  DailyCeilingReached,
  NothingFound,
  ParameterInvalid,
  RequestNumberReused,
} from '../contract/errors.ts';
import { shareOf } from '../money/amount.ts';
import type { Platform } from '../platform/platform.ts';
import { untilFresh } from '../requests/once.ts';
import type { Write } from '../store/write.ts';
import { countedWrites } from '../upstreams/ceiling.ts';
import type { Told } from '../upstreams/told.ts';
import { canonicalTxId, sameAddress } from './chain.ts';
import { coinsIn } from './coins.ts';
import { type AcquiringOrder, type DptOrder, dptOrderOf, type Withdrawal } from './order.ts';
import { changePayment, keepAgainTime } from './payment-change.ts';
import { type Bill, changedTo, type PaymentRecord, paymentsOf, transferName } from './payment-record.ts';
import { DOUBT, effectOf, removedTimeOf } from './reorganisation.ts';
import { listedSenders, type SenderScreening } from './screening.ts';
import { settleWithdrawal } from './settle-withdrawal.ts';
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
export async function applyPaymentBill(
  content: Bill,
  told: Told,
  screening: SenderScreening = listedSenders(told.platform.store),
): Promise<void> {
  const { platform, upstream, correlationId } = told;
  const order = await dptOrderOf(platform.store, content.orderNo);
  const bill = canonicalBill(content, order);
  const isFinal = await hasConfirmations(platform, order, bill);
  if (order.kind === 'withdrawal') return confirmWithdrawal(platform, order, bill, isFinal);
  await untilFresh(async () => {
    const fresh = (await dptOrderOf(platform.store, order.orderNo)) as AcquiringOrder;
    const known = await knownPayment(platform, fresh, bill);
    const payment = newPayment(fresh, bill, platform.now());
    const effect = effectOf(known, payment, isFinal);
    if (effect === 'nothing') return;
    if (effect === 'again' && known) return keepAgainTime(platform, fresh, known, bill.transactionTime);
    const standing = await statusOf(payment, fresh, isFinal, screening);
    const status = effect === 'doubtful' ? doubtful(standing) : standing;
    const removedTime = removedTimeOf(known, bill, status.status);
    const gone = removedTime === undefined ? {} : { removedTime };
    const become = (standing: Standing, beside: readonly Write[] = []) => {
      const next = changedTo(known, { ...payment, ...standing, ...gone, at: known?.at ?? payment.at });
      return changePayment(platform, fresh, known, next, correlationId, beside);
    };
    if (status.status !== 'credited') return become(status);
    const { currency } = fresh;
    const brought = { currency, amount: payment.credited, heldIn: currency };
    await withinCeiling(
      async () => become(status, await countedWrites(platform, upstream, brought)),
      (reason) => become({ status: 'held', reason }),
    );
  });
}

async function withinCeiling(
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
  if (!sameAddress(network, content.toAddress, address)) throw new NothingFound();
  if (content.currency !== undefined && content.currency !== currency)
    throw new ParameterInvalid('currency', `of the order is ${currency}`);
  if (content.network !== undefined && content.network !== network)
    throw new ParameterInvalid('network', `of the order is ${network}`);
  return { ...content, txId: canonicalTxId(network, content.txId), toAddress: address };
}

async function hasConfirmations(
  { store }: Platform,
  { network }: DptOrder,
  { confirmations, removed }: Bill,
): Promise<boolean> {
  if (removed === 1 || confirmations === undefined) return true;
  return confirmations >= (await confirmationsOf(store, network));
}

async function confirmWithdrawal(
  platform: Platform,
  withdrawal: Withdrawal,
  bill: Bill,
  isFinal: boolean,
): Promise<void> {
  if (coinsIn(bill.paymentAmount, withdrawal.currency, 'paymentAmount').minor !== withdrawal.amount)
    throw new ParameterInvalid('paymentAmount', 'must be the amount of the withdrawal');
  if (bill.removed === 1) throw new ParameterInvalid('removed', 'is for payments to an acquiring order');
  // The same transaction is told again once it is final.
  const { txId, logIndex } = bill;
  const transfer = { txId, ...(logIndex !== undefined && { logIndex }) };
  if (isFinal) await settleWithdrawal(platform, withdrawal, { status: 'success', ...transfer });
}

/**
 * What is known of the bill's transfer. RequestNumberReused where the chain transaction was told once with and once without
 * a log index: whether that is one transfer or two nobody can say.
 */
async function knownPayment(
  { store }: Platform,
  { orderNo }: AcquiringOrder,
  bill: Bill,
): Promise<PaymentRecord | undefined> {
  const ofTransaction = await paymentsOf(store, orderNo, { txId: bill.txId });
  const isIndexed = bill.logIndex !== undefined;
  if (ofTransaction.some((one) => (one.bill.logIndex !== undefined) !== isIndexed))
    throw new RequestNumberReused();
  return ofTransaction.find((one) => transferName(one.bill) === transferName(bill));
}

type NewPayment = Omit<PaymentRecord, 'version' | 'trail'>;

/** The payment that the bill tells of. */
function newPayment(order: AcquiringOrder, bill: Bill, at: number): NewPayment {
  const { minor: paid, rest } = coinsIn(bill.paymentAmount, order.currency, 'paymentAmount');
  const { minor: fact } = coinsIn(bill.factAmount, order.currency, 'factAmount');
  if (paid === 0n) throw new ParameterInvalid('paymentAmount', 'must be positive');
  if (fact > paid) throw new ParameterInvalid('factAmount', 'must not be more than paymentAmount');
  const fee = shareOf(fact, order.feeRate);
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

type Standing = Pick<PaymentRecord, 'status' | 'reason'>;

/** What nobody can credit before an operator has looked, who learns of a listed sender as well. */
const doubtful = ({ reason }: Standing): Standing => ({
  status: 'doubtful',
  reason: reason === undefined ? DOUBT : `${DOUBT}; ${reason}`,
});

async function statusOf(
  { bill }: NewPayment,
  { network }: AcquiringOrder,
  isFinal: boolean,
  screening: SenderScreening,
): Promise<Standing> {
  if (bill.removed === 1) return { status: 'removed' };
  if (!isFinal) return { status: 'detected' };
  const screened = await screening.screen(network, bill.fromAddress);
  return screened.verdict === 'clear' ? { status: 'credited' } : { status: 'held', reason: screened.reason };
}

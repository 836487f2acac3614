import { RequestNumberReused } from '../../wire/errors.ts';
import type { Bill, DptPayment, PaymentStatus } from './payment.ts';

/**
 * What a bill changes of a payment that may have left the chain and come back. Bills and removals of a
 * transfer arrive in any order, so the transaction time decides which belong together. A removal concerns
 * what was paid at its time or before. A bill with a later time reports that the transaction was mined again.
 * A removal with an earlier time than the payment's concerns what has been replaced since. A bill with no
 * later time may be late or new; the messages cannot tell, so it is not credited until an operator has looked
 * at the chain.
 *
 *   none          a duplicate, or outdated
 *   mined-again   mined again, before anyone reported the removal: nothing moves, and the time is stored
 *   doubtful      reports what was removed, and may be older than the removal
 *   applies       it counts
 */
type BillEffect = 'none' | 'mined-again' | 'doubtful' | 'applies';

type PaymentFromBill = Pick<DptPayment, 'bill' | 'paid' | 'credited' | 'fee'>;

/** Why an operator has to look at a doubtful payment. */
export const DOUBT_REASON = 'removed, then reported again with no later time';

/**
 * Returns what the bill changes. Before the payment is posted, the latest message counts.
 *
 * @throws RequestNumberReused when a posted transfer is reported with other amounts, or a returned one is
 *   removed
 */
export function billEffect(
  known: DptPayment | undefined,
  received: PaymentFromBill,
  isFinal: boolean,
): BillEffect {
  if (!known) return 'applies';
  if (received.bill.removed === 1) return isRemoval(known, received.bill) ? 'applies' : 'none';
  if (known.status === 'removed' || known.status === 'doubtful')
    return effectOnRemoved(known, received.bill, isFinal);
  const isSame =
    known.paid === received.paid && known.credited + known.fee === received.credited + received.fee;
  if (known.status === 'detected') {
    const changes = isFinal || !isSame;
    return changes && isAfterRemoval(known, received.bill) ? 'applies' : 'none';
  }
  if (!isSame) throw new RequestNumberReused();
  return isLater(received.bill.transactionTime, latestTime(known)) ? 'mined-again' : 'none';
}

function effectOnRemoved(known: DptPayment, bill: Bill, isFinal: boolean): BillEffect {
  if (isAfterRemoval(known, bill)) return 'applies';
  return known.status === 'removed' && isFinal ? 'doubtful' : 'none';
}

function isRemoval(known: DptPayment, removal: Bill): boolean {
  // Its coins were sent back: they must never be credited again.
  if (known.status === 'returned') throw new RequestNumberReused();
  if (known.status === 'removed') return false;
  // A repetition of the removal leaves it doubtful.
  if (known.status === 'doubtful') return isAfterRemoval(known, removal);
  return !isLater(latestTime(known), removal.transactionTime);
}

const latestTime = ({ minedAgainTime, bill }: DptPayment): string => minedAgainTime ?? bill.transactionTime;

const isAfterRemoval = ({ removedTime }: DptPayment, { transactionTime }: Bill): boolean =>
  removedTime === undefined || isLater(transactionTime, removedTime);

/** The latest transaction time of a removal, once the payment has `status`. */
export function removedTimeOf(
  known: Pick<DptPayment, 'removedTime'> | undefined,
  { transactionTime }: Bill,
  status: PaymentStatus,
): string | undefined {
  const before = known?.removedTime;
  if (status !== 'removed') return before;
  return before === undefined || isLater(transactionTime, before) ? transactionTime : before;
}

const isLater = (time: string, than: string): boolean => Date.parse(time) > Date.parse(than);

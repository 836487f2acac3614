import { RequestNumberReused } from '../../wire/errors.ts';
import type { Bill, DptPayment, PaymentStatus } from './payment.ts';

/**
 * What a bill changes of a payment that may have left the chain and come back. Bills and removals of one transfer come in any
 * order, so the time of the transfer (`transactionTime`) says which of them belong together: a removal is of what was paid at
 * its time or before, a bill of a later time tells that the transaction was mined again, and a removal of an earlier time than
 * the payment's is of what was told anew since. A bill of no later time may be late or new. Nobody can say which, so it is
 * not credited: an operator looks at the chain.
 *
 *   nothing    it is a repeat, or was overtaken
 *   again      its transaction was mined again, before anybody said that it was gone: nothing moves, and the time is kept
 *   doubtful   it tells again what was removed, and nothing says that it is the later word
 *   as told    it counts
 */
export type BillEffect = 'nothing' | 'again' | 'doubtful' | 'as told';

type PaymentFromBill = Pick<DptPayment, 'bill' | 'paid' | 'credited' | 'fee'>;

/** Why an operator has to look at a payment that is doubtful. */
export const DOUBT_REASON = 'told to be gone, and told again with no later time';

/**
 * What the bill changes. RequestNumberReused where a transfer that is in the books is told with other amounts, or one that was
 * returned is told to be gone; before that the latest word counts.
 */
export function billEffect(
  known: DptPayment | undefined,
  received: PaymentFromBill,
  isFinal: boolean,
): BillEffect {
  if (!known) return 'as told';
  if (received.bill.removed === 1) return isRemoval(known, received.bill) ? 'as told' : 'nothing';
  if (known.status === 'removed' || known.status === 'doubtful')
    return effectOnRemoved(known, received.bill, isFinal);
  const isSame =
    known.paid === received.paid && known.credited + known.fee === received.credited + received.fee;
  if (known.status === 'detected') {
    const changes = isFinal || !isSame;
    return changes && isAfterRemoval(known, received.bill) ? 'as told' : 'nothing';
  }
  if (!isSame) throw new RequestNumberReused();
  return isLater(received.bill.transactionTime, latestTime(known)) ? 'again' : 'nothing';
}

function effectOnRemoved(known: DptPayment, bill: Bill, isFinal: boolean): BillEffect {
  if (isAfterRemoval(known, bill)) return 'as told';
  return known.status === 'removed' && isFinal ? 'doubtful' : 'nothing';
}

function isRemoval(known: DptPayment, removal: Bill): boolean {
  // Its coins were sent back: they must not come to be credited after all.
  if (known.status === 'returned') throw new RequestNumberReused();
  if (known.status === 'removed') return false;
  // A repeat of what made it doubtful leaves it so.
  if (known.status === 'doubtful') return isAfterRemoval(known, removal);
  return !isLater(latestTime(known), removal.transactionTime);
}

const latestTime = ({ againTime, bill }: DptPayment): string => againTime ?? bill.transactionTime;

const isAfterRemoval = ({ removedTime }: DptPayment, { transactionTime }: Bill): boolean =>
  removedTime === undefined || isLater(transactionTime, removedTime);

/** The latest time of which the payment was told to be gone, once it is `status`. */
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

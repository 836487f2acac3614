import { NothingFound, StatusNotSuitable } from '../contract/errors.ts';
import type { Platform } from '../platform/platform.ts';
import { untilFresh } from '../requests/once.ts';
import { canonicalTxId } from './chain.ts';
import { type AcquiringOrder, dptOrderOf } from './order.ts';
import { changePayment } from './payment-change.ts';
import {
  changedTo,
  type PaymentRecord,
  type PaymentStatus,
  paymentFrom,
  paymentKey,
  type TransferId,
} from './payment-record.ts';
import { removedTimeOf } from './reorganisation.ts';

/** From which statuses an operator may bring a payment into another. */
const FROM = {
  credited: ['held', 'doubtful', 'removed'],
  returned: ['held'],
  removed: ['detected', 'held', 'credited', 'doubtful'],
} as const satisfies Partial<Record<PaymentStatus, readonly PaymentStatus[]>>;

/**
 * What an operator decides on a payment: a held one is credited, or was returned to where it came from; one that was
 * reorganised out of the chain is removed, and credited where it is there after all.
 */
export interface PaymentDecision {
  readonly orderNo: string;
  readonly transfer: TransferId;
  readonly status: keyof typeof FROM;
  readonly reason: string;
}

/** The payment after a decision, and whether the decision made it so. */
export interface Decided {
  readonly payment: PaymentRecord;
  readonly isNew: boolean;
}

/**
 * Carries out what an operator decided on a payment. One that is so already, whoever made it so, stays as it is.
 *
 * @throws NothingFound when there is no such payment, StatusNotSuitable when its status does not allow it
 */
export function decidePayment(platform: Platform, decision: PaymentDecision): Promise<Decided> {
  const { orderNo, status, reason } = decision;
  return untilFresh(async () => {
    const order = await dptOrderOf(platform.store, orderNo);
    const transfer = { ...decision.transfer, txId: canonicalTxId(order.network, decision.transfer.txId) };
    const item = await platform.store.get('dpt', paymentKey(orderNo, transfer));
    if (!item) throw new NothingFound('transfer', 'payment of this order');
    const known = paymentFrom(item);
    if (known.status === status) return { payment: known, isNew: false };
    if (!FROM[status].some((from) => from === known.status)) throw new StatusNotSuitable('payment');
    const removedTime = removedTimeOf(known, known.bill, status);
    const gone = removedTime === undefined ? {} : { removedTime };
    const next = changedTo(known, { ...known, status, reason, ...gone });
    // Only an acquiring order has payments.
    await changePayment(platform, order as AcquiringOrder, known, next, order.correlationId);
    return { payment: next, isNew: true };
  });
}

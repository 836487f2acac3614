import { retryOnConflict } from '../../runtime/idempotency/execute-once.ts';
import { NothingFound, StatusNotSuitable } from '../../wire/errors.ts';
import type { Dependencies } from '../dependencies.ts';
import { changePayment } from './change-payment.ts';
import { type AcquiringOrder, dptOrderOf } from './dpt-order.ts';
import {
  type DptPayment,
  type PaymentStatus,
  paymentFrom,
  paymentKey,
  type TransferId,
  withNextVersion,
} from './payment.ts';
import { removedTimeOf } from './reorganisation.ts';
import { canonicalTxId } from './transaction-id.ts';

/** From which statuses an operator may bring a payment into another. */
const ALLOWED_FROM = {
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
  readonly status: keyof typeof ALLOWED_FROM;
  readonly reason: string;
}

/** The payment after a decision, and whether the decision made it so. */
export interface DecidedPayment {
  readonly payment: DptPayment;
  readonly isChanged: boolean;
}

/**
 * Carries out what an operator decided on a payment. One that is so already, whoever made it so, stays as it is.
 *
 * @throws NothingFound when there is no such payment, StatusNotSuitable when its status does not allow it
 */
export function decidePayment(deps: Dependencies, decision: PaymentDecision): Promise<DecidedPayment> {
  const { orderNo, status, reason } = decision;
  return retryOnConflict(async () => {
    const order = await dptOrderOf(deps.store, orderNo);
    const transfer = { ...decision.transfer, txId: canonicalTxId(order.network, decision.transfer.txId) };
    const item = await deps.store.get('dpt', paymentKey(orderNo, transfer));
    if (!item) throw new NothingFound('transfer', 'payment of this order');
    const payment = paymentFrom(item);
    if (payment.status === status) return { payment, isChanged: false };
    if (!ALLOWED_FROM[status].some((from) => from === payment.status)) throw new StatusNotSuitable('payment');
    const removedTime = removedTimeOf(payment, payment.bill, status);
    const removal = removedTime === undefined ? {} : { removedTime };
    const next = withNextVersion(payment, { ...payment, status, reason, ...removal });
    // Only an acquiring order has payments.
    await changePayment(deps, order as AcquiringOrder, payment, next, order.correlationId);
    return { payment: next, isChanged: true };
  });
}

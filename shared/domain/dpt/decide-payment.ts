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

/** The statuses from which an operator may change a payment to another. */
const ALLOWED_FROM = {
  credited: ['held', 'doubtful', 'removed'],
  returned: ['held'],
  removed: ['detected', 'held', 'credited', 'doubtful'],
} as const satisfies Partial<Record<PaymentStatus, readonly PaymentStatus[]>>;

/**
 * An operator's decision on a payment. A held payment is credited, or was returned to its sender; one that
 * was reorganised out of the chain is removed, and credited if it is on the chain after all.
 */
export interface PaymentDecision {
  readonly orderNo: string;
  readonly transfer: TransferId;
  readonly status: keyof typeof ALLOWED_FROM;
  readonly reason: string;
}

/** The payment after a decision, and whether the decision changed it. */
interface DecidedPayment {
  readonly payment: DptPayment;
  readonly isChanged: boolean;
}

/**
 * Carries out an operator's decision on a payment. Does nothing if the payment has that status already.
 *
 * @throws NothingFound when there is no such payment
 * @throws StatusNotSuitable when the payment's status does not allow it
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
    // Only acquiring orders have payments.
    await changePayment(deps, order as AcquiringOrder, payment, next, order.correlationId);
    return { payment: next, isChanged: true };
  });
}

import { DUE_INDEX_ATTRIBUTES, dueIndexAttributes } from '../../../runtime/queue/due-index.ts';
import { POLLING_DELAYS } from '../../../runtime/queue/polling-delays.ts';
import { tryWrite } from '../../../runtime/store/try-write.ts';
import { absent, equals, type Update } from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import type { OrderOutcome } from '../model/issuer.ts';
import { type Order, orderKey, readOrder } from '../model/order.ts';

/**
 * Marks the order as sent before it is sent, so that a crash in between counts as sent. Returns whether it is sent for
 * the first time.
 */
export async function markSent(deps: Dependencies, order: Order): Promise<boolean> {
  if (order.sentAt !== undefined) return false;
  return updatePending(deps, order, { set: { sentAt: deps.now() }, when: [absent('sentAt')] });
}

/**
 * Schedules the next inquiry for the outcome. After the last one it raises an alarm; from then on the order stays
 * pending until a notification arrives or an operator settles it.
 */
export async function scheduleInquiry(
  deps: Dependencies,
  order: Order,
  { issuerOrderId }: Extract<OrderOutcome, { state: 'unknown' }>,
): Promise<Order> {
  const inquiries = (order.inquiries ?? -1) + 1;
  const wait = POLLING_DELAYS[inquiries];
  const set = { inquiries, ...(issuerOrderId !== undefined && { issuerOrderId }) };
  if (wait === undefined) {
    deps.alarm('an order has no outcome', { orderId: order.orderId, issuer: order.issuer });
    await updatePending(deps, order, { set, remove: DUE_INDEX_ATTRIBUTES });
  } else {
    const due = dueIndexAttributes(order.orderId, deps.now() + wait * deps.graceMs);
    await updatePending(deps, order, { set: { ...set, ...due }, remove: FAILURE_ATTRIBUTES });
  }
  return readOrder(deps.store, order.orderId);
}

/** Attributes of consecutive failures of this platform to process the order. */
const FAILURE_ATTRIBUTES = ['failures', 'retryAt'] as const;

/**
 * Schedules a retry of an order that this platform failed to process, with growing delays even if the order is enqueued
 * in between. After the last retry it raises an alarm; from then on only an operator can resume or end the order. Never
 * throws: the original error matters.
 */
export async function scheduleRetry(deps: Dependencies, order: Order, failure: unknown): Promise<void> {
  const { orderId, issuer, failures = 0, retryAt = 0 } = order;
  const now = deps.now();
  if (retryAt > now) return;
  const wait = POLLING_DELAYS[failures];
  const next = now + (wait ?? 0) * deps.graceMs;
  const set = { failures: failures + 1, retryAt: next };
  try {
    if (wait !== undefined)
      await updatePending(deps, order, { set: { ...set, ...dueIndexAttributes(orderId, next) } });
    else {
      deps.alarm('an order cannot be carried out', { orderId, issuer, reason: String(failure) });
      await updatePending(deps, order, { set, remove: DUE_INDEX_ATTRIBUTES });
    }
  } catch {
    // The order stays due and is scheduled the next time.
  }
}

/** Updates the order while it is pending. Returns false when it was sent or settled concurrently. */
async function updatePending(
  { store }: Dependencies,
  { orderId }: Order,
  { when = [], ...change }: Pick<Update, 'set' | 'remove' | 'when'>,
): Promise<boolean> {
  const conditions = [equals('status', 'pending'), ...when];
  const update = {
    kind: 'update',
    table: 'orders',
    key: orderKey(orderId),
    ...change,
    when: conditions,
  } as const;
  return (await tryWrite(store, [update])) === undefined;
}

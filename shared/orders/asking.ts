import type { Outcome } from '../issuer/issuer.ts';
import { DUE_ATTRIBUTES, dueAttributes } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import { absent, equals, type Update } from '../store/write.ts';
import { type Order, orderKey, readOrder } from './order.ts';
import { WAITS } from './polling-delays.ts';

/** The order was sent already, or is final. */
class NotAsBefore extends Error {
  override readonly name = 'NotAsBefore';
}

/** Whether the order is sent for the first time: said before it is, so that a crash in between counts as sent. */
export async function isFirstSending(platform: Platform, order: Order): Promise<boolean> {
  if (order.sentAt !== undefined) return false;
  const sending = { set: { sentAt: platform.now() }, when: [absent('sentAt'), equals('status', 'pending')] };
  return written(platform, order, sending);
}

/**
 * Plans when to ask for the outcome next. After the last time a person is called, and nothing happens to the order
 * before its notification comes or an operator settles it: it stays in process.
 */
export async function planToAsk(
  platform: Platform,
  order: Order,
  { issuerOrderId }: Extract<Outcome, { state: 'unknown' }>,
): Promise<Order> {
  const asked = (order.asked ?? -1) + 1;
  const wait = WAITS[asked];
  const set = { asked, ...(issuerOrderId !== undefined && { issuerOrderId }) };
  const when = [equals('status', 'pending')];
  if (wait === undefined) {
    platform.alarm('an order has no outcome', { orderId: order.orderId, issuer: order.issuer });
    await written(platform, order, { set, remove: DUE_ATTRIBUTES, when });
  } else {
    const due = dueAttributes(order.orderId, platform.now() + wait * platform.graceMs);
    await written(platform, order, { set: { ...set, ...due }, remove: FAILED, when });
  }
  return readOrder(platform.store, order.orderId);
}

/** What an order keeps of the platform's own failures, as long as they last. */
const FAILED = ['failures', 'tryAt'] as const;

/**
 * Plans when to try an order again with which the platform itself failed: by waits that grow, whoever wakes it in between.
 * After the last a person is called, and nothing is due any more until an operator carries it on or ends it. Says nothing
 * of its own failure: what came first is what matters.
 */
export async function planToTryAgain(platform: Platform, order: Order, failure: unknown): Promise<void> {
  const { orderId, issuer, failures = 0, tryAt = 0 } = order;
  const now = platform.now();
  if (tryAt > now) return;
  const wait = WAITS[failures];
  const next = now + (wait ?? 0) * platform.graceMs;
  const set = { failures: failures + 1, tryAt: next };
  const when = [equals('status', 'pending')];
  try {
    if (wait !== undefined)
      await written(platform, order, { set: { ...set, ...dueAttributes(orderId, next) }, when });
    else {
      platform.alarm('an order cannot be carried out', { orderId, issuer, reason: String(failure) });
      await written(platform, order, { set, remove: DUE_ATTRIBUTES, when });
    }
  } catch {
    // It stays due as it is, and is planned the next time.
  }
}

async function written(
  { store }: Platform,
  { orderId }: Order,
  change: Pick<Update, 'set' | 'remove' | 'when'>,
): Promise<boolean> {
  const otherwise = () => new NotAsBefore();
  try {
    await store.write([{ kind: 'update', table: 'orders', key: orderKey(orderId), ...change, otherwise }]);
    return true;
  } catch (error) {
    if (error instanceof NotAsBefore) return false;
    throw error;
  }
}

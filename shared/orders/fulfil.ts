import type { Platform } from '../platform/platform.ts';
import { findOrder, type Order } from './order.ts';
import { settleOrder } from './settle.ts';

/**
 * Carries an accepted order out at its issuer and settles it. Safe to repeat at any point: the issuer acts once for an
 * order, and its outcome is written once. Answers the order as it is then, undefined when there is none.
 */
export async function fulfilOrder(platform: Platform, orderId: string): Promise<Order | undefined> {
  const order = await findOrder(platform.store, orderId);
  if (order?.status !== 'pending') return order;
  const issuer = platform.issuers[order.issuer];
  if (!issuer) throw new Error(`order ${orderId}: there is no issuer ${order.issuer}`);
  const outcome = await issuer.perform(order);
  return settleOrder(platform, order, outcome);
}

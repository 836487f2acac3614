import type { Dependencies } from '../../dependencies.ts';
import { carryOutChange } from '../changes/carry-out-change.ts';
import { type Change, isChangeId } from '../changes/change.ts';
import { issuerOf } from '../issuers/registry.ts';
import type { Issuer, OrderOutcome } from '../model/issuer.ts';
import { findOrder, type Order } from '../model/order.ts';
import { markSent, scheduleInquiry, scheduleRetry } from './outcome-polling.ts';
import { settleOrder } from './settle-order.ts';

/** Processes an id from the work queue: that of an order, or of a change at an external issuer. */
export const fulfil = (deps: Dependencies, id: string): Promise<Order | Change | undefined> =>
  isChangeId(id) ? carryOutChange(deps, id) : fulfilOrder(deps, id);

/**
 * Executes an accepted order at its issuer and settles it. Safe to repeat at any point: the issuer acts once per order,
 * and its outcome is written once. If the outcome is not known yet, an inquiry is scheduled; if this platform itself
 * fails, a retry is. Returns the order as it is afterwards, or undefined when it does not exist.
 */
export async function fulfilOrder(deps: Dependencies, orderId: string): Promise<Order | undefined> {
  const order = await findOrder(deps.store, orderId);
  if (order?.status !== 'pending') return order;
  try {
    return await execute(deps, order);
  } catch (error) {
    await scheduleRetry(deps, order, error);
    throw error;
  }
}

async function execute(deps: Dependencies, order: Order): Promise<Order> {
  const issuer = await issuerOf(deps, order.issuer);
  const outcome = await outcomeAtIssuer(deps, issuer, order);
  if (outcome.state === 'unknown' && issuer.inquire) return scheduleInquiry(deps, order, outcome);
  if (outcome.state === 'refused' && outcome.alarm !== undefined) {
    const { orderId, issuer: name } = order;
    deps.alarm('an order cannot be carried out', { orderId, issuer: name, reason: outcome.alarm });
  }
  return settleOrder(deps, order, outcome);
}

/** Sends the order once. After that, an inquiry comes first, and only an order that never arrived is sent again. */
async function outcomeAtIssuer(deps: Dependencies, issuer: Issuer, order: Order): Promise<OrderOutcome> {
  if (!issuer.inquire || (await markSent(deps, order))) return issuer.perform(order);
  const found = await issuer.inquire(order);
  return found.state === 'absent' ? issuer.perform(order) : found;
}

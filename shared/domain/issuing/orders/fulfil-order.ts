import type { Dependencies } from '../../dependencies.ts';
import { carryOutChange } from '../changes/carry-out-change.ts';
import { type Change, isChangeId } from '../changes/change.ts';
import { issuerOf } from '../issuers/registry.ts';
import type { Issuer, OrderOutcome } from '../model/issuer.ts';
import { findOrder, type Order } from '../model/order.ts';
import { markSent, scheduleInquiry, scheduleRetry } from './outcome-polling.ts';
import { settleOrder } from './settle-order.ts';

/** Carries on what waits for the worker under this id: an order, or a change at a platform below. */
export const fulfil = (deps: Dependencies, id: string): Promise<Order | Change | undefined> =>
  isChangeId(id) ? carryOutChange(deps, id) : fulfilOrder(deps, id);

/**
 * Carries an accepted order out at its issuer and settles it. Safe to repeat at any point: the issuer acts once for an
 * order, and its outcome is written once. Where the outcome is not known yet, the next time to ask is planned; where the
 * platform itself fails, so is the next time to try. Answers the order as it is then, undefined when there is none.
 */
export async function fulfilOrder(deps: Dependencies, orderId: string): Promise<Order | undefined> {
  const order = await findOrder(deps.store, orderId);
  if (order?.status !== 'pending') return order;
  try {
    return await carryOut(deps, order);
  } catch (error) {
    await scheduleRetry(deps, order, error);
    throw error;
  }
}

async function carryOut(deps: Dependencies, order: Order): Promise<Order> {
  const issuer = await issuerOf(deps, order.issuer);
  const outcome = await outcomeAtIssuer(deps, issuer, order);
  if (outcome.state === 'unknown' && issuer.inquire) return scheduleInquiry(deps, order, outcome);
  if (outcome.state === 'refused' && outcome.alarm !== undefined) {
    const { orderId, issuer: name } = order;
    deps.alarm('an order cannot be carried out', { orderId, issuer: name, reason: outcome.alarm });
  }
  return settleOrder(deps, order, outcome);
}

/** Sent once; from then on nothing is sent again before it was asked for, and then only what never arrived. */
async function outcomeAtIssuer(deps: Dependencies, issuer: Issuer, order: Order): Promise<OrderOutcome> {
  if (!issuer.inquire || (await markSent(deps, order))) return issuer.perform(order);
  const found = await issuer.inquire(order);
  return found.state === 'absent' ? issuer.perform(order) : found;
}

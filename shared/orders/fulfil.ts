import { carryOutChange } from '../changes/carry-out.ts';
import { type Change, isChangeId } from '../changes/change.ts';
import { issuerOf } from '../issuer/find.ts';
import type { Issuer, Outcome } from '../issuer/issuer.ts';
import type { Platform } from '../platform/platform.ts';
import { isFirstSending, planToAsk, planToTryAgain } from './asking.ts';
import { findOrder, type Order } from './order.ts';
import { settleOrder } from './settle.ts';

/** Carries on what waits for the worker under this id: an order, or a change at a platform below. */
export const fulfil = (platform: Platform, id: string): Promise<Order | Change | undefined> =>
  isChangeId(id) ? carryOutChange(platform, id) : fulfilOrder(platform, id);

/**
 * Carries an accepted order out at its issuer and settles it. Safe to repeat at any point: the issuer acts once for an
 * order, and its outcome is written once. Where the outcome is not known yet, the next time to ask is planned; where the
 * platform itself fails, so is the next time to try. Answers the order as it is then, undefined when there is none.
 */
export async function fulfilOrder(platform: Platform, orderId: string): Promise<Order | undefined> {
  const order = await findOrder(platform.store, orderId);
  if (order?.status !== 'pending') return order;
  try {
    return await carryOut(platform, order);
  } catch (error) {
    await planToTryAgain(platform, order, error);
    throw error;
  }
}

async function carryOut(platform: Platform, order: Order): Promise<Order> {
  const issuer = await issuerOf(platform, order.issuer);
  const outcome = await outcomeAt(platform, issuer, order);
  if (outcome.state === 'unknown' && issuer.inquire) return planToAsk(platform, order, outcome);
  if (outcome.state === 'refused' && outcome.alarm !== undefined) {
    const { orderId, issuer: name } = order;
    platform.alarm('an order cannot be carried out', { orderId, issuer: name, reason: outcome.alarm });
  }
  return settleOrder(platform, order, outcome);
}

/** Sent once; from then on nothing is sent again before it was asked for, and then only what never arrived. */
async function outcomeAt(platform: Platform, issuer: Issuer, order: Order): Promise<Outcome> {
  if (!issuer.inquire || (await isFirstSending(platform, order))) return issuer.perform(order);
  const found = await issuer.inquire(order);
  return found.state === 'absent' ? issuer.perform(order) : found;
}

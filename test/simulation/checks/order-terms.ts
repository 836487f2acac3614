import type { AuditSnapshot } from '../../../shared/domain/audit/snapshot.ts';
import { opTypes } from '../../../shared/wire/contract/codes.ts';
import { SINGLE_NUMBER_RANGE } from '../simulated-deployment.ts';
import type { Simulation } from '../simulation.ts';

/** The terms of the ranges: 1 % (a hundredth), from 10 USD for a card and from 100 for a pool. */
const [RATE, MIN_RECHARGE] = [100n, { card: 1_000n, pool: 10_000n }];

/**
 * An opening fails for lack of a number only in the range that has a single number, and exactly one opening gets that
 * number.
 */
export function cardNumbersAreUsed(simulation: Simulation, { orders }: AuditSnapshot): void {
  const openings = orders.flatMap((order) => (order.opType === opTypes.cardOpening ? [order] : []));
  const fromRange = openings.filter(({ opening }) => opening.binRangeId === SINGLE_NUMBER_RANGE);
  const opened = fromRange.filter(({ status }) => status === 'success').length;
  if (fromRange.length > 0 && opened !== 1)
    simulation.violate(`the one number of ${SINGLE_NUMBER_RANGE} is on ${opened} cards`);
  for (const { orderId, failure, opening } of openings)
    if (failure === 'no card number is free' && opening.binRangeId !== SINGLE_NUMBER_RANGE)
      simulation.violate(`order ${orderId} found no number in ${opening.binRangeId}`);
}

/** A recharge is at least the range's minimum and pays its full fee, so that splitting it saves nothing. */
export function rechargesFollowTheirTerms(simulation: Simulation, { orders }: AuditSnapshot): void {
  for (const { opType, orderId, amount, fee, cardId } of orders) {
    if (opType !== opTypes.recharge) continue;
    if (fee * RATE < amount) simulation.violate(`order ${orderId} cost ${fee} for ${amount}`);
    if (amount < (cardId === undefined ? MIN_RECHARGE.pool : MIN_RECHARGE.card))
      simulation.violate(`order ${orderId} recharged ${amount}`);
  }
}

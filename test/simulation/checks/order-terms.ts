import type { AuditSnapshot } from '../../../shared/domain/audit/snapshot.ts';
import { opTypes } from '../../../shared/wire/contract/codes.ts';
import { SINGLE_NUMBER_RANGE } from '../simulated-deployment.ts';
import type { Simulation } from '../simulation.ts';

/** As the ranges have it: 1 %, from 10 USD for a card and from 100 for a pool. */
const [RATE, LEAST] = [100n, { card: 1_000n, pool: 10_000n }];

/** An opening fails for want of a number only in the range that has one, and leaves it to somebody. */
export function cardNumbersAreUsed(simulation: Simulation, { orders }: AuditSnapshot): void {
  const openings = orders.flatMap((order) => (order.opType === opTypes.cardOpening ? [order] : []));
  const scarce = openings.filter(({ opening }) => opening.binRangeId === SINGLE_NUMBER_RANGE);
  const opened = scarce.filter(({ status }) => status === 'success').length;
  if (scarce.length > 0 && opened !== 1)
    simulation.violate(`the one number of ${SINGLE_NUMBER_RANGE} is on ${opened} cards`);
  for (const { orderId, failure, opening } of openings)
    if (failure === 'no card number is free' && opening.binRangeId !== SINGLE_NUMBER_RANGE)
      simulation.violate(`order ${orderId} found no number in ${opening.binRangeId}`);
}

/** A recharge is of the range's least and costs its whole share, so that nobody gains by making many of one. */
export function rechargesFollowTheirTerms(simulation: Simulation, { orders }: AuditSnapshot): void {
  for (const { opType, orderId, amount, fee, cardId } of orders) {
    if (opType !== opTypes.recharge) continue;
    if (fee * RATE < amount) simulation.violate(`order ${orderId} cost ${fee} for ${amount}`);
    if (amount < (cardId === undefined ? LEAST.pool : LEAST.card))
      simulation.violate(`order ${orderId} recharged ${amount}`);
  }
}

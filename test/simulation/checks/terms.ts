import type { Books } from '../../../shared/audit/books.ts';
import { opTypes } from '../../../shared/contract/codes.ts';
import type { Simulation } from '../simulation.ts';

/** As the ranges have it: 1 %, from 10 USD for a card and from 100 for a pool. */
const [RATE, LEAST] = [100n, { card: 1_000n, pool: 10_000n }];

/** A recharge is of the range's least and costs its whole share, so that nobody gains by making many of one. */
export function rechargesAreByTheirTerms(simulation: Simulation, { orders }: Books): void {
  for (const { opType, orderId, amount, fee, cardId } of orders) {
    if (opType !== opTypes.recharge) continue;
    if (fee * RATE < amount) simulation.violate(`order ${orderId} cost ${fee} for ${amount}`);
    if (amount < (cardId === undefined ? LEAST.pool : LEAST.card))
      simulation.violate(`order ${orderId} recharged ${amount}`);
  }
}

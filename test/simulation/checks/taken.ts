import type { Simulation } from '../simulation.ts';
import { facts } from './inbox.ts';
import { minor } from './minor.ts';

export { minor } from './minor.ts';

/** A clearing, a refund or a fee that was acknowledged, and our id of its card. */
interface Taken {
  readonly type: string;
  readonly cardId: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Everything that upstreams told of money that moved and is in the books, each once. */
export function told(simulation: Simulation): Taken[] {
  const opened = [...simulation.below.orders].map(([ours, { cardId = 'none' }]) => [cardId, ours] as const);
  // What was opened came first, so that of all orders on a card its opening counts.
  const below = new Map(opened.reverse());
  const booked = facts(simulation).filter(({ isSuspended }) => !isSuspended);
  return booked.map(({ message: { type, content } }) => {
    const { cardId, ...rest } = content as Record<string, unknown>;
    return { type, cardId: below.get(String(cardId)) ?? String(cardId), content: rest };
  });
}

/** What purchases took of a card in the end, in cents. */
export interface Spent {
  readonly cardId: string;
  readonly amount: bigint;
}

/** What was cleared, less what was refunded and what reversals of it brought back: no more than was cleared. */
export function taken(simulation: Simulation): Spent[] {
  const purchases = new Map<string, { cardId: string; cleared: bigint; undone: bigint; returned: bigint }>();
  for (const { type, cardId, content } of told(simulation)) {
    if (type !== 'card_transaction' || content['transCategory'] !== 2) continue;
    const [purchase = ''] = String(content['merchantName']).split(':');
    const sums = purchases.get(purchase) ?? { cardId, cleared: 0n, undone: 0n, returned: 0n };
    const kind = KINDS[String(content['transType'])] ?? 'cleared';
    purchases.set(purchase, { ...sums, [kind]: sums[kind] + minor(content['settleAmount']) });
  }
  return [...purchases.values()].map(({ cardId, cleared, undone, returned }) => ({
    cardId,
    amount: cleared - (undone < cleared ? undone : cleared) - returned,
  }));
}

const KINDS: Readonly<Record<string, 'undone' | 'returned'>> = { '2': 'undone', '3': 'returned' };

import type { Simulation } from '../simulation.ts';

/** Cents of an amount in major units. */
export const minor = (major: unknown): bigint => BigInt(Math.round(Number(major) * 100));

/** A clearing, a refund or a fee that was acknowledged, and our id of its card. */
interface Taken {
  readonly type: string;
  readonly cardId: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Everything that upstreams told of money that moved, each once. */
export function told(simulation: Simulation): Taken[] {
  const opened = [...simulation.below.orders].map(([ours, { cardId = 'none' }]) => [cardId, ours] as const);
  // What was opened came first, so that of all orders on a card its opening counts.
  const below = new Map(opened.reverse());
  return simulation.upstreams.acknowledged.flatMap(({ type, content }) => {
    const { cardId, ...rest } = content as Record<string, unknown>;
    return [{ type, cardId: below.get(String(cardId)) ?? String(cardId), content: rest }];
  });
}

/** Clearings and refunds among them. */
export const taken = (simulation: Simulation): Taken[] =>
  told(simulation).filter(
    ({ type, content }) => type === 'card_transaction' && content['transCategory'] === 2,
  );

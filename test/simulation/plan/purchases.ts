import type { SeededRandom } from '../random.ts';
import type { ActionDraft, FollowUp } from './actions.ts';
import { DAY, HOUR, MINUTE } from './durations.ts';
import { copyDelays, type Opening } from './requests.ts';

/** Returns a purchase with a card, and its follow-ups. */
export function purchaseOf(random: SeededRandom, card: Opening): ActionDraft {
  const forced = random.chance(0.2);
  return {
    kind: 'purchase',
    on: card.name,
    // A forced purchase may exceed what its merchant has.
    amount: forced && random.chance(0.5) ? random.between(50_000, 200_000) : random.between(100, 9_000),
    network: random.pick([0, 0, 1] as const),
    block: 0,
    forced,
    copiesAfterMs: copyDelays(random),
    followUps: Array.from({ length: random.integer(5) }, () => followUpOf(random)),
  };
}

/** Returns a fee for a card, or its refund. */
export const feeOf = (random: SeededRandom, card: Opening): ActionDraft => ({
  kind: 'fee',
  on: card.name,
  amount: random.between(1, 300) * (random.chance(0.2) ? -1 : 1),
  network: random.pick([0, 1] as const),
  block: 0,
});

function followUpOf(random: SeededRandom): FollowUp {
  return {
    kind: random.pick([
      'clear',
      'clear',
      'clearBeside',
      'reverse',
      'reverse',
      'return',
      'undo',
      'undoBeside',
      'recapture',
      'increment',
      'clearMore',
      'reverseMore',
      'undoMore',
    ]),
    share: random.pick([25, 50, 75, 100, 100, 130]),
    afterMs: random.pick([0, 5, 500, MINUTE, 2 * HOUR, 12 * DAY]),
  };
}

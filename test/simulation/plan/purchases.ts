import type { Dice } from '../dice.ts';
import type { Act, Sequel } from './deeds.ts';
import { copies, type Opened } from './requests.ts';
import { DAY, HOUR, MINUTE } from './spans.ts';

/** A purchase with a card, and what becomes of it. */
export function purchaseOf(dice: Dice, card: Opened): Act {
  const forced = dice.chance(0.2);
  return {
    kind: 'purchase',
    on: card.name,
    // What is forced may be more than its merchant has.
    amount: forced && dice.chance(0.5) ? dice.between(50_000, 200_000) : dice.between(100, 9_000),
    network: dice.one([0, 0, 1] as const),
    block: 0,
    forced,
    copiesAfterMs: copies(dice),
    sequels: Array.from({ length: dice.below(5) }, () => sequelOf(dice)),
  };
}

/** A fee for a card, or one that is given back. */
export const feeOf = (dice: Dice, card: Opened): Act => ({
  kind: 'fee',
  on: card.name,
  amount: dice.between(1, 300) * (dice.chance(0.2) ? -1 : 1),
  network: dice.one([0, 1] as const),
  block: 0,
});

function sequelOf(dice: Dice): Sequel {
  return {
    kind: dice.one([
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
    share: dice.one([25, 50, 75, 100, 100, 130]),
    afterMs: dice.one([0, 5, 500, MINUTE, 2 * HOUR, 12 * DAY]),
  };
}

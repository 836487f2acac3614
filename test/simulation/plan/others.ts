import type { Dice } from '../dice.ts';
import type { Act } from './deeds.ts';
import { DAY, MINUTE, SECOND } from './spans.ts';

/** An operator's booking. */
export const bankOf = (dice: Dice, merchant: 0 | 1): Act => ({
  kind: 'bank',
  merchant,
  typed: dice.between(1, 150_000),
  paidIn: dice.one([0, dice.between(1, 30_000)]),
  paidOut: dice.between(1, 60_000),
  afterMs: dice.one([0, 5, SECOND, MINUTE, DAY]),
});

/** Coins for a merchant. */
export const coinsOf = (dice: Dice, merchant: 0 | 1): Act => ({
  kind: 'coins',
  merchant,
  amount: dice.between(1, 900_000_000),
  story: dice.one(['final', 'confirmed', 'two', 'gone', 'back']),
});

/** Something about a card that nobody knows. */
export const strayOf = (dice: Dice): Act => ({
  kind: 'stray',
  what: dice.one(['clearing', 'refund', 'authorization', 'fee']),
  below: dice.chance(0.5),
  amount: dice.between(1, 9_000),
});

import type { SeededRandom } from '../random.ts';
import type { ActionDraft } from './actions.ts';
import { DAY, MINUTE, SECOND } from './durations.ts';

/** Returns an operator's booking of a bank transfer. */
export const bankBooking = (random: SeededRandom, merchant: 0 | 1): ActionDraft => ({
  kind: 'bank',
  merchant,
  typed: random.between(1, 150_000),
  paidIn: random.pick([0, random.between(1, 30_000)]),
  paidOut: random.between(1, 60_000),
  afterMs: random.pick([0, 5, SECOND, MINUTE, DAY]),
});

/** Returns a payment of coins to a merchant. */
export const coinPayment = (random: SeededRandom, merchant: 0 | 1): ActionDraft => ({
  kind: 'coins',
  merchant,
  amount: random.between(1, 900_000_000),
  scenario: random.pick(['final', 'confirmed', 'two', 'gone', 'back']),
});

/** Returns a message about an unknown card. */
export const strayMessage = (random: SeededRandom): ActionDraft => ({
  kind: 'stray',
  what: random.pick(['clearing', 'refund', 'authorization', 'fee']),
  external: random.chance(0.5),
  amount: random.between(1, 9_000),
});

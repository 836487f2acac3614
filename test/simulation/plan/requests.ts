import type { Dice } from '../dice.ts';
import { SHARED_BELOW } from '../world.ts';
import type { Act, Request, Wish } from './deeds.ts';
import { DAY, MINUTE, SECOND } from './spans.ts';

/** A deed that opened a card or a group. */
export type Opened = Pick<Request, 'merchant' | 'wish'> & { readonly name: string };

const OPENINGS: readonly Wish[] = [
  'openCard',
  'openCard',
  'openCardOnce',
  'openCardBelow',
  'openCardBelow',
  'openScarce',
  'openGroup',
  'openGroupBelow',
];
const ON_CARDS: readonly Wish[] = [
  'recharge',
  'recharge',
  'refund',
  'refund',
  'close',
  'freeze',
  'enable',
  'limit',
];
const ON_CARDS_BELOW: readonly Wish[] = [...ON_CARDS, 'freeze', 'enable', 'freeze', 'enable'];
const wishesOn = (card: Wish): readonly Wish[] => (card === 'openCardBelow' ? ON_CARDS_BELOW : ON_CARDS);
const ON_GROUPS: readonly Wish[] = [
  'openSupplementary',
  'openSupplementary',
  'openSupplementary',
  'recharge',
  'refund',
  'freezeGroup',
  'enableGroup',
];

/** Asks for a card or a group. */
export const openingOf = (dice: Dice, merchant: 0 | 1): Act => requestOf(dice, merchant, dice.one(OPENINGS));

/** Asks for something to be done with a card. */
export const onCard = (dice: Dice, card: Opened): Act =>
  requestOf(dice, card.merchant, dice.one(wishesOn(card.wish)), card);

/** Asks for something to be done with a group. */
export const onGroup = (dice: Dice, group: Opened): Act =>
  requestOf(dice, group.merchant, dice.one(ON_GROUPS), group);

export const isGroup = (wish: Wish | undefined): boolean => wish === 'openGroup' || wish === 'openGroupBelow';

/** Now and then it is asked for twice at a time. */
export const copies = (dice: Dice): number[] => (dice.chance(0.3) ? [dice.one([0, 3, 40, 5 * SECOND])] : []);

/** Pools take a hundred and more at a time, cards ten; now and then less is tried. */
function amountOf(dice: Dice, wish: Wish, on: Opened | undefined): number {
  if (wish === 'recharge' && dice.chance(0.1)) return dice.between(1, 999);
  const isPool = isGroup(wish) || (isGroup(on?.wish) && wish === 'recharge');
  return isPool ? dice.between(10_000, 30_000) : dice.between(1_000, 15_000);
}

/** A request for a wish, perhaps asked again, or for something else by its number. */
export function requestOf(dice: Dice, merchant: 0 | 1, wish: Wish, on?: Opened): Act {
  return {
    kind: 'request',
    merchant,
    wish,
    ...(on !== undefined && { on: on.name }),
    amount: amountOf(dice, wish, on),
    ...(wish === 'openSupplementary' && dice.chance(0.4) && { binRangeId: dice.one(['S1', SHARED_BELOW]) }),
    copiesAfterMs: copies(dice),
    repeatsAfterMs: dice.chance(0.3) ? [dice.one([10, SECOND, MINUTE, 3 * DAY])] : [],
    ...(dice.chance(0.1) && { otherAfterMs: dice.one([0, 5, SECOND]) }),
    ...(wish === 'exchange' && dice.chance(0.5) && { quoted: true }),
  };
}

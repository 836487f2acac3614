import type { SeededRandom } from '../random.ts';
import { EXTERNAL_SHARED_RANGE } from '../simulated-deployment.ts';
import type { ActionDraft, Intent, Request } from './actions.ts';
import { DAY, MINUTE, SECOND } from './durations.ts';

/** An action that opened a card or a group. */
export type Opening = Pick<Request, 'merchant' | 'intent'> & { readonly name: string };

const OPENINGS: readonly Intent[] = [
  'openCard',
  'openCard',
  'openCardOnce',
  'openExternalCard',
  'openExternalCard',
  'openSingleNumber',
  'openGroup',
  'openExternalGroup',
];
const CARD_INTENTS: readonly Intent[] = [
  'recharge',
  'recharge',
  'refund',
  'refund',
  'close',
  'freeze',
  'enable',
  'limit',
];
const EXTERNAL_CARD_INTENTS: readonly Intent[] = [...CARD_INTENTS, 'freeze', 'enable', 'freeze', 'enable'];
const intentsFor = (card: Intent): readonly Intent[] =>
  card === 'openExternalCard' ? EXTERNAL_CARD_INTENTS : CARD_INTENTS;
const GROUP_INTENTS: readonly Intent[] = [
  'openSupplementary',
  'openSupplementary',
  'openSupplementary',
  'recharge',
  'refund',
  'freezeGroup',
  'enableGroup',
];

/** Returns a request that opens a card or a group. */
export const openingOf = (random: SeededRandom, merchant: 0 | 1): ActionDraft =>
  requestOf(random, merchant, random.pick(OPENINGS));

/** Returns a request concerning a card. */
export const onCard = (random: SeededRandom, card: Opening): ActionDraft =>
  requestOf(random, card.merchant, random.pick(intentsFor(card.intent)), card);

/** Returns a request concerning a group. */
export const onGroup = (random: SeededRandom, group: Opening): ActionDraft =>
  requestOf(random, group.merchant, random.pick(GROUP_INTENTS), group);

export const isGroup = (intent: Intent | undefined): boolean =>
  intent === 'openGroup' || intent === 'openExternalGroup';

/** Returns the delays of copies: some requests are sent twice at the same time. */
export const copyDelays = (random: SeededRandom): number[] =>
  random.chance(0.3) ? [random.pick([0, 3, 40, 5 * SECOND])] : [];

/** Returns an amount. The minimum is 100 for pools and 10 for cards; some amounts are lower. */
function amountOf(random: SeededRandom, intent: Intent, on: Opening | undefined): number {
  if (intent === 'recharge' && random.chance(0.1)) return random.between(1, 999);
  const isPool = isGroup(intent) || (isGroup(on?.intent) && intent === 'recharge');
  return isPool ? random.between(10_000, 30_000) : random.between(1_000, 15_000);
}

/** Returns a request, sometimes with a repetition or another request under its number. */
export function requestOf(random: SeededRandom, merchant: 0 | 1, intent: Intent, on?: Opening): ActionDraft {
  return {
    kind: 'request',
    merchant,
    intent,
    ...(on !== undefined && { on: on.name }),
    amount: amountOf(random, intent, on),
    ...(intent === 'openSupplementary' &&
      random.chance(0.4) && { binRangeId: random.pick(['S1', EXTERNAL_SHARED_RANGE]) }),
    copiesAfterMs: copyDelays(random),
    repeatsAfterMs: random.chance(0.3) ? [random.pick([10, SECOND, MINUTE, 3 * DAY])] : [],
    ...(random.chance(0.1) && { otherAfterMs: random.pick([0, 5, SECOND]) }),
    ...(intent === 'exchange' && random.chance(0.5) && { quoted: true }),
  };
}

import { Dice } from '../dice.ts';
import type { Act, Deed } from './deeds.ts';
import { bankOf, coinsOf, strayOf } from './others.ts';
import { feeOf, purchaseOf } from './purchases.ts';
import { isGroup, type Opened, onCard, onGroup, openingOf, requestOf } from './requests.ts';
import { DAY, HOUR, MINUTE, SECOND } from './spans.ts';
import { crossing, insolvency, leaving } from './stories.ts';

/** Everything that comes from outside in one run, and when faults end. */
export interface Plan {
  readonly deeds: readonly Deed[];
  readonly calmAtMs: number;
  /** Ids collide often. */
  readonly crowded: boolean;
  /** How long an authorization holds money. */
  readonly holdMs: number;
  /** How many of the calls below are given up and arrive minutes later, beside what else goes wrong with them. */
  readonly lateBelow: number;
}

/** Makes the plan of a seed. */
export function planOf(seed: number): Plan {
  const dice = new Dice(seed, 'plan');
  const spanMs = dice.one([500, 5 * SECOND, MINUTE, 10 * MINUTE]);
  const opened: Opened[] = [];
  const deeds: Deed[] = [];
  const openings = dice.between(1, 3);
  const count = openings + dice.between(1, 9);
  for (let number = 0; number < count; number += 1) {
    const deed = { name: `d${number}`, atMs: dice.below(spanMs), ...deedOf(dice, opened, number < openings) };
    deeds.push(numbered(deed, deeds));
    if (deed.kind === 'request' && deed.wish.startsWith('open')) opened.push(deed);
  }
  if (dice.chance(0.1)) deeds.push(...insolvency(dice, count, spanMs).map((deed) => numbered(deed, deeds)));
  const calmAtMs = spanMs + dice.one([SECOND, MINUTE, 20 * MINUTE, 3 * HOUR]);
  const crowded = dice.chance(0.2);
  const plan = {
    deeds,
    calmAtMs,
    crowded,
    holdMs: dice.one([20 * SECOND, 5 * MINUTE, 10 * DAY]),
    lateBelow: 0,
  };
  return dice.chance(0.2) ? withStory(dice, plan, spanMs) : plan;
}

/** Something is in motion below for long enough that late calls arrive. */
function withStory(dice: Dice, plan: Plan, spanMs: number): Plan {
  const story = dice.one([crossing, crossing, leaving])(dice, plan.deeds.length, spanMs);
  return {
    ...plan,
    deeds: [...plan.deeds, ...story.map((deed) => numbered(deed, plan.deeds))],
    calmAtMs: Math.max(plan.calmAtMs, spanMs + 20 * MINUTE),
    lateBelow: dice.one([0, 0.3, 0.3]),
  };
}

/** A purchase, or a fee, in the order of its network's. */
function numbered(deed: Deed, before: readonly Deed[]): Deed {
  if (deed.kind !== 'purchase' && deed.kind !== 'fee') return deed;
  const block = before.filter((one) => one.kind === deed.kind && one.network === deed.network).length;
  return { ...deed, block };
}

function deedOf(dice: Dice, opened: readonly Opened[], opening: boolean): Act {
  const merchant = dice.one([0, 0, 1] as const);
  if (opening) return openingOf(dice, merchant);
  const on = dice.one(opened);
  const kind = dice.one([
    'on',
    'on',
    'on',
    'purchase',
    'purchase',
    'purchase',
    'purchase',
    'fee',
    'exchange',
    'jump',
    'outage',
    'stray',
    'bank',
    'collect',
    'coins',
  ] as const);
  if (kind === 'jump')
    return { kind, ms: dice.one([5 * SECOND, 20 * SECOND, 5 * MINUTE, 6 * HOUR, 2 * DAY, 11 * DAY]) };
  if (kind === 'outage')
    return { kind, merchant, ms: dice.one([MINUTE, HOUR, 8 * HOUR, 40 * HOUR, 7 * DAY]) };
  if (kind === 'stray') return strayOf(dice);
  if (kind === 'coins') return coinsOf(dice, merchant);
  if (kind === 'bank') return bankOf(dice, merchant);
  if (kind === 'collect') return { kind, on: on.name, afterMs: dice.one([SECOND, MINUTE, DAY]) };
  if (kind === 'exchange') return requestOf(dice, merchant, kind);
  if (isGroup(on.wish)) return onGroup(dice, on);
  if (kind === 'on') return onCard(dice, on);
  if (kind === 'fee') return feeOf(dice, on);
  return purchaseOf(dice, on);
}

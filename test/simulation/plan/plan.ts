import { SeededRandom } from '../random.ts';
import type { Action, ActionDraft } from './actions.ts';
import { DAY, HOUR, MINUTE, SECOND } from './durations.ts';
import { bankBooking, coinPayment, strayMessage } from './other-actions.ts';
import { feeOf, purchaseOf } from './purchases.ts';
import { isGroup, type Opening, onCard, onGroup, openingOf, requestOf } from './requests.ts';
import { closingWhileUsed, crossingChanges, insolvency } from './scenarios.ts';

/** All events from outside in one run, and when faults end. */
export interface Plan {
  readonly actions: readonly Action[];
  readonly faultsEndAtMs: number;
  /** Whether generated ids collide often. */
  readonly idsCollide: boolean;
  /** How long an authorization holds money. */
  readonly holdMs: number;
  /**
   * Share of the calls to the external issuer that time out and arrive minutes later, beside its other
   * faults.
   */
  readonly lateIssuerCallRate: number;
  /**
   * Until this time, functions are of an earlier version, which accepted orders on embedded cards as pending and
   * settled them later.
   */
  readonly upgradedAtMs: number;
}

/** Returns the plan of a seed. */
export function planOf(seed: number): Plan {
  const random = new SeededRandom(seed, 'plan');
  const spanMs = random.pick([500, 5 * SECOND, MINUTE, 10 * MINUTE]);
  const opened: Opening[] = [];
  const actions: Action[] = [];
  const openings = random.between(1, 3);
  const count = openings + random.between(1, 9);
  for (let number = 0; number < count; number += 1) {
    const action = {
      name: `d${number}`,
      atMs: random.integer(spanMs),
      ...actionOf(random, opened, number < openings),
    };
    actions.push(withBlock(action, actions));
    if (action.kind === 'request' && action.intent.startsWith('open')) opened.push(action);
  }
  if (random.chance(0.1))
    actions.push(...insolvency(random, count, spanMs).map((one) => withBlock(one, actions)));
  const faultsEndAtMs = spanMs + random.pick([SECOND, MINUTE, 20 * MINUTE, 3 * HOUR]);
  const idsCollide = random.chance(0.2);
  const plan = {
    actions,
    faultsEndAtMs,
    idsCollide,
    holdMs: random.pick([20 * SECOND, 5 * MINUTE, 10 * DAY]),
    lateIssuerCallRate: 0,
    upgradedAtMs: upgradeOf(seed, spanMs),
  };
  return random.chance(0.2) ? withScenario(random, plan, spanMs) : plan;
}

/** In one of four runs, the deployment is upgraded in the middle. */
function upgradeOf(seed: number, spanMs: number): number {
  const random = new SeededRandom(seed, 'upgrade');
  return random.chance(0.25) ? random.integer(2 * spanMs) : 0;
}

/** Adds a scenario at the external issuer, with enough time for late calls to arrive. */
function withScenario(random: SeededRandom, plan: Plan, spanMs: number): Plan {
  const scenario = random.pick([crossingChanges, crossingChanges, closingWhileUsed])(
    random,
    plan.actions.length,
    spanMs,
  );
  return {
    ...plan,
    actions: [...plan.actions, ...scenario.map((one) => withBlock(one, plan.actions))],
    faultsEndAtMs: Math.max(plan.faultsEndAtMs, spanMs + 20 * MINUTE),
    lateIssuerCallRate: random.pick([0, 0.3, 0.3]),
  };
}

/** Numbers a purchase or a fee within its network. */
function withBlock(action: Action, before: readonly Action[]): Action {
  if (action.kind !== 'purchase' && action.kind !== 'fee') return action;
  const block = before.filter((one) => one.kind === action.kind && one.network === action.network).length;
  return { ...action, block };
}

function actionOf(random: SeededRandom, opened: readonly Opening[], opening: boolean): ActionDraft {
  const merchant = random.pick([0, 0, 1] as const);
  if (opening) return openingOf(random, merchant);
  const on = random.pick(opened);
  const kind = random.pick([
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
    return { kind, ms: random.pick([5 * SECOND, 20 * SECOND, 5 * MINUTE, 6 * HOUR, 2 * DAY, 11 * DAY]) };
  if (kind === 'outage')
    return { kind, merchant, ms: random.pick([MINUTE, HOUR, 8 * HOUR, 40 * HOUR, 7 * DAY]) };
  if (kind === 'stray') return strayMessage(random);
  if (kind === 'coins') return coinPayment(random, merchant);
  if (kind === 'bank') return bankBooking(random, merchant);
  if (kind === 'collect') return { kind, on: on.name, afterMs: random.pick([SECOND, MINUTE, DAY]) };
  if (kind === 'exchange') return requestOf(random, merchant, kind);
  if (isGroup(on.intent)) return onGroup(random, on);
  if (kind === 'on') return onCard(random, on);
  if (kind === 'fee') return feeOf(random, on);
  return purchaseOf(random, on);
}

import type { SeededRandom } from '../random.ts';
import type { Action, ActionDraft, Intent } from './actions.ts';
import { MINUTE, SECOND } from './durations.ts';
import { purchaseOf } from './purchases.ts';
import { type Opening, requestOf } from './requests.ts';

/**
 * The sharded account takes over the debt of a closed card. Then it receives less money than that, and more is
 * requested.
 */
export function insolvency(random: SeededRandom, from: number, spanMs: number): Action[] {
  const [owing, other] = [`d${from}`, `d${from + 1}`];
  const request = (intent: Intent, on?: string) => ({
    ...requestOf(random, 1, intent),
    ...(on !== undefined && { on }),
    amount: random.between(1_000, 5_000),
  });
  const forced = { kind: 'purchase', on: owing, network: 0, block: 0, forced: true } as const;
  const drafts: ActionDraft[] = [
    { ...request('openCard'), amount: 10_000 } as ActionDraft,
    { ...request('openCard'), amount: 15_000 } as ActionDraft,
    { ...forced, amount: random.between(120_000, 200_000), copiesAfterMs: [], followUps: [] },
    request('close', owing) as ActionDraft,
    request('refund', other) as ActionDraft,
    request('refund', other) as ActionDraft,
    ...Array.from({ length: 5 }, () => request('exchange') as ActionDraft),
  ];
  return drafts.map(
    (act, index) =>
      ({ name: `d${from + index}`, atMs: index * MINUTE + random.integer(spanMs), ...act }) as Action,
  );
}

/** A card or a group at the external issuer is changed repeatedly, by requests that overlap. */
export function crossingChanges(random: SeededRandom, from: number, spanMs: number): Action[] {
  const [opening, ...changes] = random.pick(CHANGED_AT_ISSUER);
  return onOneExternalSubject(random, { from, spanMs, opening }, (opened) =>
    Array.from({ length: random.between(3, 6) }, () =>
      requestOf(random, opened.merchant, random.pick(changes), opened),
    ),
  );
}

/** The request that opens a subject, and those that change it. */
const CHANGED_AT_ISSUER: readonly (readonly [Intent, ...Intent[]])[] = [
  ['openExternalCard', 'freeze', 'enable'],
  ['openExternalGroup', 'freezeGroup', 'enableGroup'],
];

/** A card at the external issuer is cancelled while it is used. */
export const closingWhileUsed = (random: SeededRandom, from: number, spanMs: number): Action[] =>
  onOneExternalSubject(random, { from, spanMs, opening: 'openExternalCard' }, (opened) => [
    ...Array.from({ length: random.between(1, 2) }, () =>
      requestOf(random, opened.merchant, 'close', opened),
    ),
    ...Array.from({ length: random.between(3, 5) }, () => purchaseOf(random, opened)),
  ]);

interface ScenarioStart {
  readonly from: number;
  readonly spanMs: number;
  readonly opening: Intent;
}

/** Opens a subject at the external issuer and adds many events soon after. */
function onOneExternalSubject(
  random: SeededRandom,
  { from, spanMs, opening }: ScenarioStart,
  then: (opened: Opening) => readonly ActionDraft[],
): Action[] {
  const merchant = random.pick([0, 1] as const);
  const atMs = random.integer(spanMs);
  const withinMs = random.pick([SECOND, MINUTE, 5 * MINUTE]);
  const opened = { name: `d${from}`, merchant, intent: opening };
  const drafts = [requestOf(random, merchant, opening), ...then(opened)];
  return drafts.map((act, index) => {
    const later = index === 0 ? 0 : random.integer(withinMs);
    return { name: `d${from + index}`, atMs: atMs + later, ...act } as Action;
  });
}

import type { Dice } from '../dice.ts';
import type { Act, Deed, Wish } from './deeds.ts';
import { purchaseOf } from './purchases.ts';
import { type Opened, requestOf } from './requests.ts';
import { MINUTE, SECOND } from './spans.ts';

/** The account on parts comes to owe what a card owed; then some money comes back to it, less than that, and more is asked for. */
export function insolvency(dice: Dice, from: number, spanMs: number): Deed[] {
  const [owing, other] = [`d${from}`, `d${from + 1}`];
  const request = (wish: Wish, on?: string) => ({
    ...requestOf(dice, 1, wish),
    ...(on !== undefined && { on }),
    amount: dice.between(1_000, 5_000),
  });
  const forced = { kind: 'purchase', on: owing, network: 0, block: 0, forced: true } as const;
  const acts: Act[] = [
    { ...request('openCard'), amount: 10_000 } as Act,
    { ...request('openCard'), amount: 15_000 } as Act,
    { ...forced, amount: dice.between(120_000, 200_000), copiesAfterMs: [], sequels: [] },
    request('close', owing) as Act,
    request('refund', other) as Act,
    request('refund', other) as Act,
    ...Array.from({ length: 5 }, () => request('exchange') as Act),
  ];
  return acts.map(
    (act, index) => ({ name: `d${from + index}`, atMs: index * MINUTE + dice.below(spanMs), ...act }) as Deed,
  );
}

/** A card or a group below is changed again and again, by requests that cross. */
export function crossing(dice: Dice, from: number, spanMs: number): Deed[] {
  const [opening, ...changes] = dice.one(CHANGED_BELOW);
  return onOneBelow(dice, { from, spanMs, opening }, (opened) =>
    Array.from({ length: dice.between(3, 6) }, () =>
      requestOf(dice, opened.merchant, dice.one(changes), opened),
    ),
  );
}

/** What opens it, and how it is changed. */
const CHANGED_BELOW: readonly (readonly [Wish, ...Wish[]])[] = [
  ['openCardBelow', 'freeze', 'enable'],
  ['openGroupBelow', 'freezeGroup', 'enableGroup'],
];

/** A card below is cancelled while it is paid with. */
export const leaving = (dice: Dice, from: number, spanMs: number): Deed[] =>
  onOneBelow(dice, { from, spanMs, opening: 'openCardBelow' }, (opened) => [
    ...Array.from({ length: dice.between(1, 2) }, () => requestOf(dice, opened.merchant, 'close', opened)),
    ...Array.from({ length: dice.between(3, 5) }, () => purchaseOf(dice, opened)),
  ]);

interface Beginning {
  readonly from: number;
  readonly spanMs: number;
  readonly opening: Wish;
}

/** Something is opened below, and soon after that much happens to it. */
function onOneBelow(
  dice: Dice,
  { from, spanMs, opening }: Beginning,
  then: (opened: Opened) => readonly Act[],
): Deed[] {
  const merchant = dice.one([0, 1] as const);
  const atMs = dice.below(spanMs);
  const withinMs = dice.one([SECOND, MINUTE, 5 * MINUTE]);
  const opened = { name: `d${from}`, merchant, wish: opening };
  const acts = [requestOf(dice, merchant, opening), ...then(opened)];
  return acts.map((act, index) => {
    const later = index === 0 ? 0 : dice.below(withinMs);
    return { name: `d${from + index}`, atMs: atMs + later, ...act } as Deed;
  });
}

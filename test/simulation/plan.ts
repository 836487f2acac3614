import { Dice } from './dice.ts';
import { SHARED_BELOW } from './world.ts';

/** What a merchant can ask for. */
export type Wish =
  | 'openCard'
  | 'openCardBelow'
  | 'openCardOnce'
  | 'openScarce'
  | 'openGroup'
  | 'openGroupBelow'
  | 'openSupplementary'
  | 'recharge'
  | 'refund'
  | 'close'
  | 'freeze'
  | 'enable'
  | 'limit'
  | 'freezeGroup'
  | 'enableGroup'
  | 'exchange';

/**
 * What becomes of a purchase after it was made; `share` is how much of it, in hundredths. `undo` is a reversal that is told
 * as settled, `undoBeside` one of a clearing in part, `increment` asks for more, and `clearMore` and `reverseMore` are about that.
 */
export interface Sequel {
  readonly kind:
    | 'clear'
    | 'clearBeside'
    | 'reverse'
    | 'return'
    | 'undo'
    | 'undoBeside'
    | 'increment'
    | 'clearMore'
    | 'reverseMore';
  readonly share: number;
  readonly afterMs: number;
}

/** A merchant asks for something, perhaps more than once at a time, again later, or for something else by the same number. */
export interface Request {
  readonly kind: 'request';
  readonly merchant: 0 | 1;
  readonly wish: Wish;
  /** The deed that opened what it is about. */
  readonly on?: string;
  readonly amount: number;
  /** The BIN range of a supplementary card: its group's unless told, and not always one that fits. */
  readonly binRangeId?: string;
  readonly copiesAfterMs: readonly number[];
  readonly repeatsAfterMs: readonly number[];
  readonly otherAfterMs?: number;
  /** Of an exchange: it is made by a quote, and another one by the same. */
  readonly quoted?: boolean;
}

/** An operator books what a merchant paid in, and mistypes it; later it is set right, and something is paid out. */
export interface Bank {
  readonly kind: 'bank';
  readonly merchant: 0 | 1;
  readonly typed: number;
  readonly paidIn: number;
  readonly paidOut: number;
  readonly afterMs: number;
}

/** A cardholder pays with a card that a deed opened. */
export interface Purchase {
  readonly kind: 'purchase';
  readonly on: string;
  readonly amount: number;
  /** Which of two card networks it is made at, whose numbers are partly the same. */
  readonly network: 0 | 1;
  /** The how manieth purchase at that network it is. */
  readonly block: number;
  /** It is told, never asked for. */
  readonly forced: boolean;
  readonly copiesAfterMs: readonly number[];
  readonly sequels: readonly Sequel[];
}

/** Something is told of a card that nobody knows. */
export interface Stray {
  readonly kind: 'stray';
  readonly what: 'clearing' | 'refund' | 'authorization' | 'fee';
  readonly below: boolean;
  readonly amount: number;
}

/** Something that happens to the platform from outside. Amounts in cents. */
export type Deed = { readonly name: string; readonly atMs: number } & (
  | Request
  | Purchase
  | { readonly kind: 'fee'; readonly on: string; readonly amount: number }
  | Stray
  | Bank
  | { readonly kind: 'collect'; readonly on: string; readonly afterMs: number }
  | { readonly kind: 'jump'; readonly ms: number }
  | { readonly kind: 'outage'; readonly merchant: 0 | 1; readonly ms: number }
);

/** Everything that comes from outside in one run, and when faults end. */
export interface Plan {
  readonly deeds: readonly Deed[];
  readonly calmAtMs: number;
  /** Ids collide often. */
  readonly crowded: boolean;
  /** How long an authorization holds money. */
  readonly holdMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

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
  return { deeds, calmAtMs, crowded, holdMs: dice.one([20 * SECOND, 5 * MINUTE, 10 * DAY]) };
}

/** The account on parts comes to owe what a card owed; then some money comes back to it, less than that, and more is asked for. */
function insolvency(dice: Dice, from: number, spanMs: number): Deed[] {
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

/** A purchase in the order of its network's. */
function numbered(deed: Deed, before: readonly Deed[]): Deed {
  if (deed.kind !== 'purchase') return deed;
  const block = before.filter((one) => one.kind === 'purchase' && one.network === deed.network).length;
  return { ...deed, block };
}

type Opened = Pick<Request, 'merchant' | 'wish'> & { readonly name: string };
type Act = Deed extends infer One ? (One extends Deed ? Omit<One, 'name' | 'atMs'> : never) : never;

function deedOf(dice: Dice, opened: readonly Opened[], opening: boolean): Act {
  const merchant = dice.one([0, 0, 1] as const);
  if (opening) return requestOf(dice, merchant, dice.one(OPENINGS));
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
  ] as const);
  if (kind === 'jump')
    return { kind, ms: dice.one([5 * SECOND, 20 * SECOND, 5 * MINUTE, 6 * HOUR, 2 * DAY, 11 * DAY]) };
  if (kind === 'outage')
    return { kind, merchant, ms: dice.one([MINUTE, HOUR, 8 * HOUR, 40 * HOUR, 7 * DAY]) };
  if (kind === 'stray') return strayOf(dice);
  if (kind === 'bank') return bankOf(dice, merchant);
  if (kind === 'collect') return { kind, on: on.name, afterMs: dice.one([SECOND, MINUTE, DAY]) };
  if (kind === 'exchange') return requestOf(dice, merchant, kind);
  if (isGroup(on.wish)) return requestOf(dice, on.merchant, dice.one(ON_GROUPS), on);
  if (kind === 'on') return requestOf(dice, on.merchant, dice.one(wishesOn(on.wish)), on);
  if (kind === 'fee')
    return { kind, on: on.name, amount: dice.between(1, 300) * (dice.chance(0.2) ? -1 : 1) };
  const forced = dice.chance(0.2);
  return {
    kind,
    on: on.name,
    // What is forced may be more than its merchant has.
    amount: forced && dice.chance(0.5) ? dice.between(50_000, 200_000) : dice.between(100, 9_000),
    network: dice.one([0, 0, 1] as const),
    block: 0,
    forced,
    copiesAfterMs: copies(dice),
    sequels: Array.from({ length: dice.below(5) }, () => sequelOf(dice)),
  };
}

const bankOf = (dice: Dice, merchant: 0 | 1): Act => ({
  kind: 'bank',
  merchant,
  typed: dice.between(1, 150_000),
  paidIn: dice.one([0, dice.between(1, 30_000)]),
  paidOut: dice.between(1, 60_000),
  afterMs: dice.one([0, 5, SECOND, MINUTE, DAY]),
});

const strayOf = (dice: Dice): Act => ({
  kind: 'stray',
  what: dice.one(['clearing', 'refund', 'authorization', 'fee']),
  below: dice.chance(0.5),
  amount: dice.between(1, 9_000),
});

const copies = (dice: Dice): number[] => (dice.chance(0.3) ? [dice.one([0, 3, 40, 5 * SECOND])] : []);

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
      'increment',
      'clearMore',
      'reverseMore',
    ]),
    share: dice.one([25, 50, 75, 100, 100, 130]),
    afterMs: dice.one([0, 5, 500, MINUTE, 2 * HOUR, 12 * DAY]),
  };
}

const isGroup = (wish: Wish | undefined): boolean => wish === 'openGroup' || wish === 'openGroupBelow';

/** Pools take a hundred and more at a time, cards ten; now and then less is tried. */
function amountOf(dice: Dice, wish: Wish, on: Opened | undefined): number {
  if (wish === 'recharge' && dice.chance(0.1)) return dice.between(1, 999);
  const isPool = isGroup(wish) || (isGroup(on?.wish) && wish === 'recharge');
  return isPool ? dice.between(10_000, 30_000) : dice.between(1_000, 15_000);
}

function requestOf(dice: Dice, merchant: 0 | 1, wish: Wish, on?: Opened): Act {
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

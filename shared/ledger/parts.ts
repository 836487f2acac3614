import type { Random } from '../platform/random.ts';
import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { absent, atLeast, type Condition } from '../store/write.ts';
import { type Account, balanceKey, partOf } from './accounts.ts';
import { type Balance, balanceFrom } from './balance.ts';
import type { Guard, Posting } from './entry.ts';

/** Most parts of an account: all of them can pay an order together, and its own items go into the same transaction. */
export const MOST_PARTS = 90;

/** What is on a part, and whether it may pay only together with a look at the first (HOT-ACCOUNTS.md). */
export interface Part extends Balance {
  readonly locked: boolean;
}

/** The parts of an account, in their order. They are not read at one moment. */
export async function readParts(store: Store, account: Account, count: number): Promise<Part[]> {
  const parts = Array.from({ length: count }, (_, part) => partOf(account, part));
  const items = await store.getMany('ledger', parts.map(balanceKey));
  return parts.map((part, index) => partFrom(part, items[index]));
}

const partFrom = (part: Account, item: Item | undefined): Part => ({
  ...balanceFrom(part, item),
  locked: item?.['locked'] === true,
});

/** A guard that says what must hold. */
export interface Look extends Guard {
  readonly when: readonly Condition[];
}

/** Locks a part: while the account's first part may be below zero, what comes onto the others is not theirs to spend. */
export const LOCK = { locked: true } as const;

const refusesFunds = () => undefined;

/** What must hold of the part that an order is to be paid from without a look at the others. */
export function guardOfDrawn(account: Account, part: number): Look[] {
  if (part === 0) return [];
  return [{ account: partOf(account, part), when: [absent('locked')], otherwise: refusesFunds }];
}

/**
 * What must hold of the parts that were `seen` and pay together, in the same transaction: that the first is not below zero
 * afterwards, which makes locks needless, or that there are none.
 */
export function guardsOfPaying(
  account: Account,
  seen: readonly Part[],
  postings: readonly Posting[],
): Look[] {
  const first = seen[0]?.available ?? 0n;
  const paying = seen
    .slice(1)
    .filter((part) => postings.some((posting) => posting.account === part.account && posting.amount < 0n));
  const looks = first < 0n || paying.some(({ locked }) => locked);
  const guards = paying.map(({ account: part, locked }): Look => {
    const how = locked ? { when: [], remove: ['locked'] } : { when: [absent('locked')] };
    return { account: part, ...how, otherwise: refusesFunds };
  });
  const least = atLeast('available', first < 0n ? first : 0n);
  return looks ? [{ account, when: [least], otherwise: refusesFunds }, ...guards] : guards;
}

/** What all parts of an account have together. */
export const sumOf = (account: Account, parts: readonly Balance[]): Balance => ({
  account,
  available: parts.reduce((sum, { available }) => sum + available, 0n),
  frozen: parts.reduce((sum, { frozen }) => sum + frozen, 0n),
});

/** Postings of which those on one account are on a part of it. */
export interface Placed {
  readonly postings: readonly Posting[];
  readonly part: number;
}

/** All of them on one part. */
export const placedOn = (account: Account, postings: readonly Posting[], part: number): Placed => ({
  postings: postings.map((posting) =>
    posting.account === account ? { ...posting, account: partOf(account, part) } : posting,
  ),
  part,
});

/** What the postings take from what is available on the account; negative when they add to it. */
export const takenFrom = (account: Account, postings: readonly Posting[]): bigint =>
  -postings
    .filter((posting) => posting.account === account && posting.side === 'available')
    .reduce((sum, { amount }) => sum + amount, 0n);

/**
 * The postings with what they take from the account taken from parts that have it, by what was `seen` available on each;
 * undefined when all of them together do not. One part pays if it can, any that can, and half of what it has more than
 * `dry`, the part that could not, goes there; otherwise those with the most pay together, and first of all what a part is
 * below zero by.
 */
export function spread(
  account: Account,
  postings: readonly Posting[],
  seen: readonly bigint[],
  dry: number,
  random: Random,
): Placed | undefined {
  const taken = takenFrom(account, postings);
  if (taken <= 0n) return placedOn(account, postings, dry);
  if (seen.reduce((sum, available) => sum + available, 0n) < taken) return undefined;
  const inDebt = seen.some((available) => available < 0n);
  const able = inDebt ? [] : seen.flatMap((available, part) => (available >= taken ? [part] : []));
  const payer = able[random(Math.max(1, able.length))];
  const paid = payer === undefined ? together(seen, taken) : paidBy(payer, dry, seen, taken);
  const part = paid[0]?.part ?? dry;
  const others = postings.filter((posting) => posting.account !== account || posting.side !== 'available');
  const payments = paid.map(({ part: from, amount }) => ({
    account: partOf(account, from),
    side: 'available' as const,
    amount,
  }));
  return { postings: [...payments, ...placedOn(account, others, part).postings], part };
}

/** What one part gives, negative, or gets. */
interface Payment {
  readonly part: number;
  readonly amount: bigint;
}

/** The payer may be the dry part, which has no more left than it has. */
function paidBy(payer: number, dry: number, seen: readonly bigint[], taken: bigint): Payment[] {
  const left = (seen[payer] ?? 0n) - taken;
  const moved = (left - (seen[dry] ?? 0n)) / 2n;
  if (moved <= 0n) return [{ part: payer, amount: -taken }];
  return [
    { part: payer, amount: -taken - moved },
    { part: dry, amount: moved },
  ];
}

/** Those with the most first, which have what is taken, and what others are below zero by: all together have it. */
function together(seen: readonly bigint[], taken: bigint): Payment[] {
  const owed = seen.flatMap((available, part) => (available < 0n ? [{ part, amount: -available }] : []));
  const fullest = seen
    .map((available, part) => ({ part, available }))
    .sort((one, other) => Number(other.available - one.available));
  const paid: Payment[] = [];
  let open = owed.reduce((sum, { amount }) => sum + amount, taken);
  for (const { part, available } of fullest) {
    if (open === 0n) break;
    const amount = available < open ? available : open;
    paid.push({ part, amount: -amount });
    open -= amount;
  }
  return [...paid, ...owed];
}

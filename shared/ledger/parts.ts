import type { Random } from '../platform/random.ts';
import type { Store } from '../store/store.ts';
import { type Account, partOf } from './accounts.ts';
import { type Balance, readBalances } from './balance.ts';
import type { Posting } from './entry.ts';

/** Most parts of an account: all of them can pay an order together, and its own items go into the same transaction. */
export const MOST_PARTS = 90;

/** The balances of an account's parts, in their order. They are not read at one moment. */
export const readParts = (store: Store, account: Account, parts: number): Promise<Balance[]> =>
  readBalances(
    store,
    Array.from({ length: parts }, (_, part) => partOf(account, part)),
  );

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
 * `dry`, the part that could not, goes there; otherwise those with the most pay together.
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
  const others = postings.filter((posting) => posting.account !== account || posting.side !== 'available');
  const able = seen.flatMap((available, part) => (available >= taken ? [part] : []));
  const payer = able[random(Math.max(1, able.length))];
  const paid = payer === undefined ? together(seen, taken) : paidBy(payer, dry, seen, taken);
  const part = paid[0]?.part ?? dry;
  const placed = placedOn(account, others, part);
  const payments = paid.map(({ part: from, amount }) => ({
    account: partOf(account, from),
    side: 'available' as const,
    amount,
  }));
  return { postings: [...payments, ...placed.postings], part };
}

interface Payment {
  readonly part: number;
  readonly amount: bigint;
}

function paidBy(payer: number, dry: number, seen: readonly bigint[], taken: bigint): Payment[] {
  const left = (seen[payer] ?? 0n) - taken;
  const half = (left - (seen[dry] ?? 0n)) / 2n;
  const moved = half < left ? half : left;
  if (payer === dry || moved <= 0n) return [{ part: payer, amount: -taken }];
  return [
    { part: payer, amount: -taken - moved },
    { part: dry, amount: moved },
  ];
}

/** Those with the most first, which have what is taken before it comes to one that has nothing: all together have it. */
function together(seen: readonly bigint[], taken: bigint): Payment[] {
  const fullest = seen.map((available, part) => ({ part, available }));
  fullest.sort((one, other) => Number(other.available - one.available));
  const paid: Payment[] = [];
  let open = taken;
  for (const { part, available } of fullest) {
    if (open === 0n) break;
    const amount = available < open ? available : open;
    paid.push({ part, amount: -amount });
    open -= amount;
  }
  return paid;
}

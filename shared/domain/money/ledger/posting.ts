import { type Account, hasBalance } from './account.ts';
import { type BalanceChange, isNonZero } from './balance-change.ts';

/**
 * The two sides of an account: available, and frozen for an open order or hold. A freeze is thus a posting like any
 * other.
 */
export type Side = 'available' | 'frozen';

/** A change of one side of an account, in minor units of the account's currency; negative for a debit. */
export interface Posting {
  readonly account: Account;
  readonly side: Side;
  readonly amount: bigint;
}

/**
 * Postings that move money between accounts or sides; none for an amount of zero.
 *
 * @throws RangeError for a negative amount
 */
export function transfer(from: [Account, Side], to: [Account, Side], amount: bigint): Posting[] {
  if (amount < 0n) throw new RangeError('the amount of a transfer must not be negative');
  if (amount === 0n) return [];
  return [
    { account: from[0], side: from[1], amount: -amount },
    { account: to[0], side: to[1], amount },
  ];
}

/** Returns one posting for each account and side that the postings change, with the sum. */
export function netPostings(postings: readonly Posting[]): Posting[] {
  const sums = new Map<string, Posting>();
  for (const posting of postings) {
    const place = `${posting.account} ${posting.side}`;
    sums.set(place, { ...posting, amount: (sums.get(place)?.amount ?? 0n) + posting.amount });
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0n);
}

/** Postings that move available money to the frozen side. */
export const freeze = (account: Account, amount: bigint): Posting[] =>
  transfer([account, 'available'], [account, 'frozen'], amount);

/** Postings that make frozen money available again. */
export const release = (account: Account, amount: bigint): Posting[] =>
  transfer([account, 'frozen'], [account, 'available'], amount);

/** What has postings: an entry, or what is yet to become one. */
interface Posted {
  readonly postings: readonly Posting[];
}

/** How the entry changes the balance of the account. */
export function balanceChangeOf({ postings }: Posted, account: Account): BalanceChange {
  const sum = (side: Side) =>
    postings
      .filter((posting) => posting.account === account && posting.side === side)
      .reduce((total, posting) => total + posting.amount, 0n);
  return { available: sum('available'), frozen: sum('frozen') };
}

/** The platform accounts whose balance the entry changes. */
export const platformAccountsIn = (entry: Posted): Account[] =>
  [...new Set(entry.postings.map(({ account }) => account))].filter(
    (account) => !hasBalance(account) && isNonZero(balanceChangeOf(entry, account)),
  );

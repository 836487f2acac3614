import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { atLeast, type Condition, type Update, type Write } from '../../../runtime/store/write.ts';
import { type Account, balanceKey, currencyOf, hasBalance, hasValidCurrency } from './account.ts';
import { type BalanceChange, isNonZero } from './balance-change.ts';
import { type EntryDetailOverrides, entryDetailsOf } from './entry-details.ts';

/** An account's money is either available or frozen for what is open on it: two sides, so that a freeze is a posting too. */
export type Side = 'available' | 'frozen';

/** A change of one side of an account, in minor units of the account's currency; negative takes away. */
export interface Posting {
  readonly account: Account;
  readonly side: Side;
  readonly amount: bigint;
}

/** A journal entry: immutable, made once for each cause, its postings sum to zero in every currency. */
export interface Entry {
  /** What brought it about, e.g. `order/1234/accepted`: its key, so that it cannot be made twice. */
  readonly cause: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly postings: readonly Posting[];
  /** What statements say of it, as far as its cause does not tell. */
  readonly about?: EntryDetailOverrides;
  /** Of a fee that the network took: for which card and what for, which its postings do not say. */
  readonly fee?: { readonly cardId: string; readonly opType: number };
  /** The cause of the entry that this one corrects. */
  readonly corrects?: string;
  /** Who made it, if a person did. */
  readonly by?: string;
}

/** What must hold of an account beyond its funds, and what to mark on it, in the same write. */
export interface BalanceGuard {
  readonly account: Account;
  readonly when?: readonly Condition[];
  readonly set?: Item;
  readonly remove?: readonly string[];
  /** The error when the conditions do not hold of the balance that stands there; undefined when they do. */
  readonly onConflict: (current: Item | undefined) => Error | undefined;
}

/** What must hold of an account whose available money may fall below zero: only `forcedWrites` lets it. */
export interface ForcedDebitGuard extends BalanceGuard {
  readonly overdraft: boolean;
}

/** A guard whose balance may fall below zero in this write. */
export interface OverdraftGuard extends BalanceGuard {
  readonly overdraws?: boolean;
}

/** The postings of an entry do not sum to zero: a defect, never a condition of business. */
export class UnbalancedEntry extends Error {
  override readonly name = 'UnbalancedEntry';
}

/** The entry would book coins onto a card account, from where nothing takes them back. */
export class CoinOnCardAccount extends Error {
  override readonly name = 'CoinOnCardAccount';
}

/** The journal has an entry of this cause already. */
export class AlreadyPosted extends Error {
  override readonly name = 'AlreadyPosted';
}

/** Moves money between accounts or sides. */
export function transfer(from: [Account, Side], to: [Account, Side], amount: bigint): Posting[] {
  if (amount < 0n) throw new RangeError('a transfer moves zero or more');
  if (amount === 0n) return [];
  return [
    { account: from[0], side: from[1], amount: -amount },
    { account: to[0], side: to[1], amount },
  ];
}

/** Sets available money aside for something that is open. */
export const freeze = (account: Account, amount: bigint): Posting[] =>
  transfer([account, 'available'], [account, 'frozen'], amount);

/** Makes frozen money available again. */
export const release = (account: Account, amount: bigint): Posting[] =>
  transfer([account, 'frozen'], [account, 'available'], amount);

/** What would be taken of a balance and what is available on it, in minor units. */
export interface Shortfall {
  readonly needed: bigint;
  readonly available: bigint;
}

/** Makes the error for a balance that does not suffice. */
export type ShortfallError = (account: Account, figures: Shortfall) => Error;

/**
 * The writes of an entry: the entry itself and one change for each balance it touches. A balance that would fall below
 * zero throws what `insufficient` makes for it.
 */
export function entryWrites(
  entry: Entry,
  insufficient: ShortfallError,
  guards: readonly (BalanceGuard & { readonly overdraft?: never })[] = [],
): Write[] {
  return overdraftEntryWrites(entry, insufficient, guards);
}

/** The same, where balances may fall below zero as their guards say. For `forcedWrites` alone, which raises the alarm. */
export function overdraftEntryWrites(
  entry: Entry,
  insufficient: ShortfallError,
  guards: readonly OverdraftGuard[],
): Write[] {
  assertBalanced(entry);
  assertValidCurrencies(entry);
  const accounts = new Set([...entry.postings, ...guards].map((part) => part.account).filter(hasBalance));
  const balances = [...accounts].map((account) =>
    balanceUpdate(
      account,
      entry,
      guards.find((guard) => guard.account === account),
      insufficient,
    ),
  );
  return [entryPut(entry), ...balances];
}

const entryKey = (cause: string) => ({ pk: `entry/${cause}`, sk: 'entry' });

/** The entry that a stored item holds. */
export function entryFrom(item: Item): Entry {
  const entry = item as unknown as Entry;
  const postings = entry.postings.map((posting) => ({ ...posting, amount: BigInt(posting.amount) }));
  const { cause, at, about, fee, corrects, by } = entry;
  return {
    cause,
    at,
    postings,
    ...(about && { about }),
    ...(fee && { fee: { ...fee, opType: Number(fee.opType) } }),
    ...(corrects !== undefined && { corrects }),
    ...(by !== undefined && { by }),
  };
}

/** The entry of this cause, or undefined when the journal has none. */
export async function findEntry(store: Store, cause: string): Promise<Entry | undefined> {
  const item = await store.get('ledger', entryKey(cause));
  return item && entryFrom(item);
}

/** What the entry moves on the account. */
export function balanceChangeOf({ postings }: Pick<Entry, 'postings'>, account: Account): BalanceChange {
  const sum = (side: Side) =>
    postings
      .filter((posting) => posting.account === account && posting.side === side)
      .reduce((total, posting) => total + posting.amount, 0n);
  return { available: sum('available'), frozen: sum('frozen') };
}

/** The accounts of the platform that the entry changes; they have no balance item. */
export const platformAccountsIn = (entry: Pick<Entry, 'postings'>): Account[] =>
  [...new Set(entry.postings.map(({ account }) => account))].filter(
    (account) => !hasBalance(account) && isNonZero(balanceChangeOf(entry, account)),
  );

/** `onPlatform` is what the stream's filter looks for: such an entry makes lines of its own. */
function entryPut(entry: Entry): Write {
  const onPlatform = platformAccountsIn(entry).length > 0;
  return {
    kind: 'put',
    table: 'ledger',
    item: { ...entryKey(entry.cause), ...entry, ...(onPlatform && { onPlatform }) },
    onConflict: () => new AlreadyPosted(`cause ${entry.cause}`),
  };
}

/**
 * Each change of a balance is numbered (`version`) and says what it was (`last`): what the table's stream shows of the item
 * is a line of the account's statement.
 */
function balanceUpdate(
  account: Account,
  entry: Entry,
  guard: OverdraftGuard | undefined,
  insufficient: ShortfallError,
): Update {
  const change = balanceChangeOf(entry, account);
  const funds = (['available', 'frozen'] as const)
    .filter((side) => change[side] < 0n && !(guard?.overdraws && side === 'available'))
    .map((side) => atLeast(side, -change[side]));
  const numbered = isNonZero(change);
  const last = { cause: entry.cause, at: entry.at, moved: change, about: entryDetailsOf(entry) };
  return {
    kind: 'update',
    table: 'ledger',
    key: balanceKey(account),
    add: { ...change, ...(numbered && { version: 1n }) },
    ...((guard?.set || numbered) && { set: { ...guard?.set, ...(numbered && { last }) } }),
    ...(guard?.remove && { remove: guard.remove }),
    when: [...(guard?.when ?? []), ...funds],
    onConflict: (current) =>
      guard?.onConflict(current) ??
      insufficient(account, { needed: -change.available, available: storedMinor(current, 'available') }),
  };
}

/** What was booked there before may still leave. */
function assertValidCurrencies(entry: Entry): void {
  for (const { account } of entry.postings) {
    const { available, frozen } = balanceChangeOf(entry, account);
    if (!hasValidCurrency(account) && available + frozen > 0n)
      throw new CoinOnCardAccount(`${entry.cause}: coins cannot be on ${account}`);
  }
}

const storedMinor = (item: Item | undefined, side: Side): bigint =>
  BigInt((item?.[side] as bigint | undefined) ?? 0n);

function assertBalanced(entry: Entry): void {
  const sums = new Map<string, bigint>();
  for (const { account, amount } of entry.postings) {
    const currency = currencyOf(account);
    sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  }
  for (const [currency, sum] of sums) {
    if (sum !== 0n) throw new UnbalancedEntry(`${entry.cause}: ${currency} postings sum to ${sum}`);
  }
}

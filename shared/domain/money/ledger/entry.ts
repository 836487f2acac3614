import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { storedBigInt } from '../../../runtime/store/stored-bigint.ts';
import { atLeast, type Condition, type Update, type Write } from '../../../runtime/store/write.ts';
import { type Account, balanceKey, currencyOf, hasBalance, hasValidCurrency } from './account.ts';
import { isNonZero } from './balance-change.ts';
import { type EntryDetailOverrides, entryDetailsOf } from './entry-details.ts';
import { balanceChangeOf, type Posting, platformAccountsIn } from './posting.ts';

/** A journal entry: immutable, unique by its cause, with postings that sum to zero in every currency. */
export interface Entry {
  /** What caused it, e.g. `order/1234/accepted`. It is the entry's key, so no cause is posted twice. */
  readonly cause: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly postings: readonly Posting[];
  /** What statement lines say about it where its cause does not. */
  readonly details?: EntryDetailOverrides;
  /** For a network fee: the card and the kind of fee, which the postings do not show. */
  readonly fee?: { readonly cardId: string; readonly opType: number };
  /** The cause of the entry it corrects. */
  readonly corrects?: string;
  /** The operator who made it, if any. */
  readonly by?: string;
}

/** Conditions on a balance besides sufficient funds, and attributes to set or remove in the same write. */
export interface BalanceGuard {
  readonly account: Account;
  readonly when?: readonly Condition[];
  readonly set?: Item;
  readonly remove?: readonly string[];
  /** Makes the error for the stored balance when the conditions do not hold; undefined when they do. */
  readonly onConflict: (current: Item | undefined) => Error | undefined;
}

/** A guard for a forced debit; only `forcedEntryWrites` accepts it. */
export interface ForcedDebitGuard extends BalanceGuard {
  /** Whether the available balance may fall below zero. */
  readonly overdraft: boolean;
}

/** A guard that can let a balance fall below zero. */
export interface OverdraftGuard extends BalanceGuard {
  /** Lifts the condition of sufficient funds for this write. */
  readonly overdraws?: boolean;
}

/** Two guards of one account in one entry, of which only one could hold: always a defect in the code. */
export class GuardRepeated extends Error {
  override readonly name = 'GuardRepeated';
}

/**
 * Returns the guards by their accounts.
 *
 * @throws GuardRepeated when an account has two
 */
export function guardOfEachAccount<Guard extends BalanceGuard>(
  guards: readonly Guard[],
): Map<Account, Guard> {
  const found = new Map<Account, Guard>();
  for (const guard of guards) {
    if (found.has(guard.account)) throw new GuardRepeated(`two guards of ${guard.account}`);
    found.set(guard.account, guard);
  }
  return found;
}

/** The postings of an entry do not sum to zero: always a defect in the code. */
export class UnbalancedEntry extends Error {
  override readonly name = 'UnbalancedEntry';
}

/** The entry would credit coins to a card account, from which no operation could take them out again. */
export class CoinOnCardAccount extends Error {
  override readonly name = 'CoinOnCardAccount';
}

/** The journal already has an entry with this cause. */
export class AlreadyPosted extends Error {
  override readonly name = 'AlreadyPosted';
}

/** What a debit needs and what the balance has available, in minor units. */
export interface Shortfall {
  readonly needed: bigint;
  readonly available: bigint;
}

/** Makes the error for an entry whose cause the journal already has. */
export type RepeatError = (cause: string) => Error;

export const alreadyPosted: RepeatError = (cause) => new AlreadyPosted(`cause ${cause}`);

/** Makes the error for an insufficient balance. */
export type ShortfallError = (account: Account, shortfall: Shortfall) => Error;

/**
 * The writes of an entry: the entry itself and one update for each balance it touches. Should a balance fall below
 * zero, the transaction fails with the error that `insufficient` makes; should the journal already have an entry with
 * this cause, with the error that `onRepeat` makes, AlreadyPosted by default.
 *
 * @throws UnbalancedEntry
 * @throws CoinOnCardAccount
 * @throws GuardRepeated when an account has two guards
 */
export function entryWrites(
  entry: Entry,
  insufficient: ShortfallError,
  guards: readonly (BalanceGuard & { readonly overdraft?: never })[] = [],
  onRepeat?: RepeatError,
): Write[] {
  return overdraftEntryWrites(entry, insufficient, guards, onRepeat);
}

/**
 * The same, but guards may let balances fall below zero. Only for `forcedEntryWrites`, which raises the alarm.
 *
 * @throws UnbalancedEntry
 * @throws CoinOnCardAccount
 * @throws GuardRepeated when an account has two guards
 */
export function overdraftEntryWrites(
  entry: Entry,
  insufficient: ShortfallError,
  guards: readonly OverdraftGuard[],
  onRepeat: RepeatError = alreadyPosted,
): Write[] {
  assertBalanced(entry);
  assertValidCurrencies(entry);
  const guardOf = guardOfEachAccount(guards);
  const accounts = new Set([...entry.postings, ...guards].map(({ account }) => account).filter(hasBalance));
  const balances = [...accounts].map((account) =>
    balanceUpdate(account, entry, guardOf.get(account), insufficient),
  );
  return [entryPut(entry, onRepeat), ...balances];
}

const entryKey = (cause: string) => ({ pk: `entry/${cause}`, sk: 'entry' });

/** Parses a stored entry. */
export function entryFrom(item: Item): Entry {
  const entry = item as unknown as Entry;
  const postings = entry.postings.map((posting) => ({ ...posting, amount: BigInt(posting.amount) }));
  const { cause, at, details, fee, corrects, by } = entry;
  return {
    cause,
    at,
    postings,
    ...(details && { details }),
    ...(fee && { fee: { ...fee, opType: Number(fee.opType) } }),
    ...(corrects !== undefined && { corrects }),
    ...(by !== undefined && { by }),
  };
}

/** Finds the entry with this cause. */
export async function findEntry(store: Store, cause: string): Promise<Entry | undefined> {
  const item = await store.get('ledger', entryKey(cause));
  return item && entryFrom(item);
}

// The event filter of the ledger's stream selects entries by `onPlatform`: they make statement lines of platform
// accounts.
function entryPut(entry: Entry, onRepeat: RepeatError): Write {
  const onPlatform = platformAccountsIn(entry).length > 0;
  return {
    kind: 'put',
    table: 'ledger',
    item: { ...entryKey(entry.cause), ...entry, ...(onPlatform && { onPlatform }) },
    onConflict: () => onRepeat(entry.cause),
  };
}

/**
 * Updates a balance. Each change is numbered (`version`) and describes itself (`last`), so that every image of the item
 * in the table's stream is a statement line.
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
  const last = { cause: entry.cause, at: entry.at, moved: change, details: entryDetailsOf(entry) };
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
      insufficient(account, { needed: -change.available, available: storedBigInt(current, 'available') }),
  };
}

// Debits stay possible, for coins that were credited before this check existed.
function assertValidCurrencies(entry: Entry): void {
  for (const { account } of entry.postings) {
    const { available, frozen } = balanceChangeOf(entry, account);
    if (!hasValidCurrency(account) && available + frozen > 0n)
      throw new CoinOnCardAccount(`${entry.cause}: coins cannot be on ${account}`);
  }
}

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

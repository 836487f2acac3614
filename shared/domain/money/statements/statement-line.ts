import type { Item, Key } from '../../../runtime/store/item.ts';
import { storedBigInt } from '../../../runtime/store/stored-bigint.ts';
import { type Account, accountFromKey } from '../ledger/account.ts';
import type { BalanceChange } from '../ledger/balance-change.ts';
import type { EntryDetails } from '../ledger/entry-details.ts';

/** A line of an account statement: how one entry changed the account. Amounts in minor units. */
export interface StatementLine {
  readonly account: Account;
  readonly cause: string;
  /** When it was booked, in epoch milliseconds; never earlier than the line before it. */
  readonly time: number;
  readonly details: EntryDetails;
  readonly moved: BalanceChange;
}

/** What lines and entries are ordered by. */
export type BookingTime = Pick<StatementLine, 'time' | 'cause'>;

/** Compares by time; at the same time, by cause. */
export const byBookingTime = (one: BookingTime, other: BookingTime): number =>
  one.time - other.time || Number(one.cause > other.cause) - Number(one.cause < other.cause);

/** A line of an account with a balance item, with the balance after it. */
export interface NumberedLine extends StatementLine {
  /** Its sequence number among the changes of the balance, from 1. */
  readonly version: number;
  readonly available: bigint;
  readonly frozen: bigint;
}

/** How a line changes the account's total balance; zero for a freeze or release. */
export const lineAmount = ({ moved }: Pick<StatementLine, 'moved'>): bigint => moved.available + moved.frozen;

const VERSION_DIGITS = 12;

/** The highest line number that fits the sort key. */
export const MAX_VERSION = 10 ** VERSION_DIGITS - 1;

/** The key of the line with this number. Keys sort in the order of the changes. */
export const lineKey = (account: Account, version: number) => ({
  pk: account,
  sk: `line/${String(version).padStart(VERSION_DIGITS, '0')}`,
});

/** Parses a stored change. */
export const balanceChangeFrom = (item: unknown): BalanceChange => {
  const change = item as Item | undefined;
  return { available: storedBigInt(change, 'available'), frozen: storedBigInt(change, 'frozen') };
};

/** Parses a stored line. */
export function numberedLineFrom(item: Item): NumberedLine {
  const { account, cause, time, details, moved, version } = item;
  return {
    account: account as Account,
    cause: String(cause),
    time: Number(time),
    details: details as EntryDetails,
    moved: balanceChangeFrom(moved),
    version: Number(version),
    ...balanceChangeFrom(item),
  };
}

/**
 * The line for the last change of a balance item; undefined when the item has not changed since changes are numbered.
 */
export function lineFromBalanceItem(item: Item): NumberedLine | undefined {
  const { version, last } = item as { version: number | bigint; last?: Record<string, unknown> };
  if (last === undefined) return undefined;
  return {
    account: accountFromKey(item as unknown as Key),
    cause: String(last['cause']),
    time: Number(last['at']),
    details: last['details'] as EntryDetails,
    moved: balanceChangeFrom(last['moved']),
    version: Number(version),
    ...balanceChangeFrom(item),
  };
}

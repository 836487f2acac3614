import type { Item, Key } from '../../../runtime/store/item.ts';
import { type Account, accountFromKey } from '../ledger/account.ts';
import type { BalanceChange } from '../ledger/balance-change.ts';
import type { EntryDetails } from '../ledger/entry-details.ts';

/** A line of an account's statement: what one entry changed. Amounts in minor units. */
export interface StatementLine {
  readonly account: Account;
  readonly cause: string;
  /** When it was booked, epoch milliseconds; never before the line before it. */
  readonly time: number;
  readonly about: EntryDetails;
  readonly moved: BalanceChange;
}

/** When and by what something was booked. */
export type BookingTime = Pick<StatementLine, 'time' | 'cause'>;

/** By time; what is of one moment by its cause. */
export const byBookingTime = (one: BookingTime, other: BookingTime): number =>
  one.time - other.time || Number(one.cause > other.cause) - Number(one.cause < other.cause);

/** A line of an account with a balance item: the how manieth change of it that it is, from 1, and the balance after it. */
export interface NumberedLine extends StatementLine {
  readonly version: number;
  readonly available: bigint;
  readonly frozen: bigint;
}

/** What a line changes of what is on the account in all; 0 where money was only set aside or given back. */
export const lineAmount = ({ moved }: Pick<StatementLine, 'moved'>): bigint => moved.available + moved.frozen;

const VERSION_DIGITS = 12;

/** No line has a higher number. */
export const MAX_VERSION = 10 ** VERSION_DIGITS - 1;

/** The key of the line with this number; a table's order of them is the order of the changes. */
export const lineKey = (account: Account, version: number) => ({
  pk: account,
  sk: `line/${String(version).padStart(VERSION_DIGITS, '0')}`,
});

const minor = (value: unknown): bigint => BigInt((value as number | bigint | undefined) ?? 0);

/** A change whose sides were stored. */
export const balanceChangeFrom = (item: unknown): BalanceChange => {
  const { available, frozen } = (item ?? {}) as Readonly<Record<string, unknown>>;
  return { available: minor(available), frozen: minor(frozen) };
};

/** The line that a stored item holds. */
export function numberedLineFrom(item: Item): NumberedLine {
  const { account, cause, time, about, moved, version } = item;
  return {
    account: account as Account,
    cause: String(cause),
    time: Number(time),
    about: about as EntryDetails,
    moved: balanceChangeFrom(moved),
    version: Number(version),
    ...balanceChangeFrom(item),
  };
}

/** What a change made of a balance item says of itself; undefined for an item that was never changed since it is numbered. */
export function lineFromBalanceItem(item: Item): NumberedLine | undefined {
  const { version, last } = item as { version: number | bigint; last?: Record<string, unknown> };
  if (last === undefined) return undefined;
  return {
    account: accountFromKey(item as unknown as Key),
    cause: String(last['cause']),
    time: Number(last['at']),
    about: last['about'] as EntryDetails,
    moved: balanceChangeFrom(last['moved']),
    version: Number(version),
    ...balanceChangeFrom(item),
  };
}

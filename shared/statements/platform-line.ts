import { type Account, partOf, wholeOf } from '../ledger/accounts.ts';
import { changeOf, type Entry, platformAccountsIn } from '../ledger/entry.ts';
import { particularsOf } from '../ledger/particulars.ts';
import type { Item } from '../store/item.ts';
import { changeFrom, type Line } from './line.ts';

/** Partitions that the lines of one account of the platform are spread over: every order of everybody makes some. */
export const SHARDS = 10;

const TIME_DIGITS = 15;

/** Sorts as the time does. */
export const timeKey = (ms: number): string => String(Math.max(0, ms)).padStart(TIME_DIGITS, '0');

/** The partitions of an account's lines. */
export const shardsOf = (account: Account): Account[] =>
  Array.from({ length: SHARDS }, (_, shard) => partOf(account, shard));

/** The key of an entry's line: what is written of it once more is the same item. */
export function platformLineKey({ account, time, cause }: Pick<Line, 'account' | 'time' | 'cause'>) {
  const hash = [...cause].reduce((sum, one) => (sum * 31 + (one.codePointAt(0) ?? 0)) % 1_000_003, 7);
  return { pk: partOf(account, hash % SHARDS), sk: `line/${timeKey(time)}/${cause}` };
}

/** The lines that an entry makes on accounts of the platform. */
export const platformLinesOf = (entry: Entry): Line[] =>
  platformAccountsIn(entry).map((account) => ({
    account,
    cause: entry.cause,
    time: entry.at,
    about: particularsOf(entry),
    moved: changeOf(entry, account),
  }));

/** The line that a stored item holds. */
export function platformLineFrom(item: Item): Line {
  const { account, cause, time, about, moved } = item;
  return {
    account: wholeOf(account as Account),
    cause: String(cause),
    time: Number(time),
    about: about as Line['about'],
    moved: changeFrom(moved),
  };
}

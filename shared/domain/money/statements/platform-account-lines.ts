import type { Item } from '../../../runtime/store/item.ts';
import { type Account, accountOfShard, shardOf } from '../ledger/account.ts';
import { balanceChangeOf, type Entry, platformAccountsIn } from '../ledger/entry.ts';
import { entryDetailsOf } from '../ledger/entry-details.ts';
import { balanceChangeFrom, type StatementLine } from './statement-line.ts';

/** Partitions that the lines of one account of the platform are spread over: every order of everybody makes some. */
export const LINE_SHARDS = 10;

const TIME_DIGITS = 15;

/** Sorts as the time does. */
export const lineTimeKey = (ms: number): string => String(Math.max(0, ms)).padStart(TIME_DIGITS, '0');

/** The partitions of an account's lines. */
export const lineShardsOf = (account: Account): Account[] =>
  Array.from({ length: LINE_SHARDS }, (_, shard) => shardOf(account, shard));

/** The key of an entry's line: what is written of it once more is the same item. */
export function platformLineKey({ account, time, cause }: Pick<StatementLine, 'account' | 'time' | 'cause'>) {
  const hash = [...cause].reduce((sum, one) => (sum * 31 + (one.codePointAt(0) ?? 0)) % 1_000_003, 7);
  return { pk: shardOf(account, hash % LINE_SHARDS), sk: `line/${lineTimeKey(time)}/${cause}` };
}

/** The lines that an entry makes on accounts of the platform. */
export const platformLinesOf = (entry: Entry): StatementLine[] =>
  platformAccountsIn(entry).map((account) => ({
    account,
    cause: entry.cause,
    time: entry.at,
    about: entryDetailsOf(entry),
    moved: balanceChangeOf(entry, account),
  }));

/** The line that a stored item holds. */
export function platformLineFrom(item: Item): StatementLine {
  const { account, cause, time, about, moved } = item;
  return {
    account: accountOfShard(account as Account),
    cause: String(cause),
    time: Number(time),
    about: about as StatementLine['about'],
    moved: balanceChangeFrom(moved),
  };
}

import type { Item } from '../../../runtime/store/item.ts';
import { type Account, accountOfShard, shardOf } from '../ledger/account.ts';
import type { Entry } from '../ledger/entry.ts';
import { entryDetailsOf } from '../ledger/entry-details.ts';
import { balanceChangeOf, platformAccountsIn } from '../ledger/posting.ts';
import { balanceChangeFrom, type StatementLine } from './statement-line.ts';

/** Partitions that the lines of one platform account are spread over: orders of all merchants write to it. */
const LINE_SHARDS = 10;

const TIME_DIGITS = 15;

/** Formats epoch milliseconds so that text sorts by time. */
export const lineTimeKey = (ms: number): string => String(Math.max(0, ms)).padStart(TIME_DIGITS, '0');

/** The partition keys of an account's lines. */
export const lineShardsOf = (account: Account): Account[] =>
  Array.from({ length: LINE_SHARDS }, (_, shard) => shardOf(account, shard));

/** The key of an entry's line. It depends on the entry alone, so that a repeated write hits the same item. */
export function platformLineKey({ account, time, cause }: Pick<StatementLine, 'account' | 'time' | 'cause'>) {
  const hash = [...cause].reduce((sum, one) => (sum * 31 + (one.codePointAt(0) ?? 0)) % 1_000_003, 7);
  return { pk: shardOf(account, hash % LINE_SHARDS), sk: `line/${lineTimeKey(time)}/${cause}` };
}

/** The statement lines of an entry on platform accounts. */
export const platformLinesOf = (entry: Entry): StatementLine[] =>
  platformAccountsIn(entry).map((account) => ({
    account,
    cause: entry.cause,
    time: entry.at,
    details: entryDetailsOf(entry),
    moved: balanceChangeOf(entry, account),
  }));

/** Parses a stored line of a platform account. */
export function platformLineFrom(item: Item): StatementLine {
  const { account, cause, time, details, moved } = item;
  return {
    account: accountOfShard(account as Account),
    cause: String(cause),
    time: Number(time),
    details: details as StatementLine['details'],
    moved: balanceChangeFrom(moved),
  };
}

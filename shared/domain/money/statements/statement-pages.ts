import type { TimeRange } from '../../../runtime/period.ts';
import { firstSince, type SequenceEnd } from '../../../runtime/store/bisect.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { PageRequest } from '../../../wire/contract/page.ts';
import { type Account, shardOf } from '../ledger/account.ts';
import { readBalance } from '../ledger/balance.ts';
import { addChanges, type BalanceChange, NO_CHANGE, subtractChanges } from '../ledger/balance-change.ts';
import {
  type BookingTime,
  byBookingTime,
  lineKey,
  MAX_VERSION,
  type NumberedLine,
  numberedLineFrom,
} from './statement-line.ts';
import { lineBefore } from './write-lines.ts';

/** A line with the balance of the whole account after it. */
export interface LineWithBalance extends NumberedLine {
  /** The shard of the account that it changed. */
  readonly shard: number;
  readonly balanceAfter: BalanceChange;
}

/** A range of line numbers, both ends included; empty when `to` is below `from`. */
interface LineRange {
  readonly account: Account;
  readonly shard: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Returns a page of an account's lines in a period, oldest first, and the total count. For an account with a single
 * shard any page reads only its own lines. With several, whose lines are merged by time, it also reads all lines of the
 * period before it.
 */
export async function pageOfLines(
  store: Store,
  account: Account,
  shards: number,
  period: TimeRange,
  { currentPage, pageSize }: PageRequest,
): Promise<{ totalCount: number; lines: LineWithBalance[] }> {
  const ranges = await Promise.all(
    Array.from({ length: shards }, (_, shard) => rangeWithin(store, shardOf(account, shard), shard, period)),
  );
  const totalCount = ranges.reduce((sum, { from, to }) => sum + Math.max(0, to - from + 1), 0);
  const start = (currentPage - 1) * pageSize;
  const [only] = shards === 1 ? ranges : [];
  const lines = only
    ? (await readLines(store, pageWithin(only, start, pageSize), pageSize)).map(withOwnBalance)
    : (await mergedLines(store, ranges, start + pageSize)).slice(start);
  return { totalCount, lines };
}

const pageWithin = ({ from, to, ...range }: LineRange, start: number, pageSize: number): LineRange => ({
  ...range,
  from: from + start,
  to: Math.min(to, from + start + pageSize - 1),
});

const withOwnBalance = (line: NumberedLine): LineWithBalance => ({
  ...line,
  shard: 0,
  balanceAfter: { available: line.available, frozen: line.frozen },
});

/** The lines of one shard in the period. Each end is found by binary search over the line numbers. */
async function rangeWithin(
  store: Store,
  account: Account,
  shard: number,
  { since, until }: TimeRange,
): Promise<LineRange> {
  const last = await lastLine(store, account);
  const first = (ms: number) => firstSince(ms, last, (version) => timeOf(store, account, version));
  const [from, after] = await Promise.all([
    since === undefined ? 1 : first(since),
    until === undefined ? last.number + 1 : first(until + 1),
  ]);
  return { account, shard, from, to: after - 1 };
}

async function lastLine(store: Store, account: Account): Promise<SequenceEnd> {
  const [item] = await store.query({
    table: 'statements',
    partition: account,
    from: 'line/',
    to: 'line/~',
    newestFirst: true,
    limit: 1,
  });
  return { number: Number(item?.['version'] ?? 0), time: Number(item?.['time'] ?? 0) };
}

/** When the line with this number was booked, in epoch milliseconds. For a missing line, the time of the next one. */
async function timeOf(store: Store, account: Account, version: number): Promise<number> {
  const line = await lineAtOrAfter(store, account, version);
  return line?.time ?? Number.POSITIVE_INFINITY;
}

/** The line with this number, or the first one after it. */
async function lineAtOrAfter(
  store: Store,
  account: Account,
  version: number,
): Promise<NumberedLine | undefined> {
  const [line] = await readLines(store, { account, from: version, to: MAX_VERSION }, 1);
  return line;
}

/** The first lines of a range, at most `limit`. */
async function readLines(
  store: Store,
  { account, from, to }: Pick<LineRange, 'account' | 'from' | 'to'>,
  limit: number,
): Promise<NumberedLine[]> {
  const items = await store.query({
    table: 'statements',
    partition: account,
    from: lineKey(account, from).sk,
    to: lineKey(account, to).sk,
    limit,
  });
  return items.map((item: Item) => numberedLineFrom(item));
}

/** Merges the first lines of all ranges by time, each with the balance of all shards after it. */
async function mergedLines(
  store: Store,
  ranges: readonly LineRange[],
  count: number,
): Promise<LineWithBalance[]> {
  const found = await Promise.all(
    ranges.map(async (range) => ({
      lines: inShardOrder(await readLines(store, range, count), range.shard),
      before: await balanceBeforeRange(store, range),
    })),
  );
  const lines = found
    .flatMap((range) => range.lines)
    .sort((one, other) => byBookingTime(one.sortKey, other.sortKey));
  let balanceAfter = found.reduce((sum, { before }) => addChanges(sum, before), NO_CHANGE);
  return lines.slice(0, count).map(({ line, shard }) => {
    balanceAfter = addChanges(balanceAfter, line.moved);
    return { ...line, shard, balanceAfter };
  });
}

interface OrderedLine {
  readonly line: NumberedLine;
  readonly shard: number;
  /** Its position among the lines of other shards. Lines of one entry stay next to each other. */
  readonly sortKey: BookingTime;
}

// Lines of one shard keep their order even when booked at the same time: otherwise pages would differ in it.
function inShardOrder(lines: readonly NumberedLine[], shard: number): OrderedLine[] {
  let last: BookingTime | undefined;
  return lines.map((line) => {
    const sortKey: BookingTime = last && byBookingTime(line, last) < 0 ? last : line;
    last = sortKey;
    return { line, shard, sortKey };
  });
}

/**
 * The balance of a shard before the range. It comes from the first line from there on, else from the last line before
 * it, else from the balance item itself.
 */
async function balanceBeforeRange(store: Store, { account, from }: LineRange): Promise<BalanceChange> {
  const first = await lineAtOrAfter(store, account, from);
  if (first) return subtractChanges(first, first.moved);
  return (await lineBefore(store, account, from)) ?? readBalance(store, account);
}

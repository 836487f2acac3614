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

/** A period in epoch milliseconds, both ends included. */
export interface TimeRange {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** A line with what is on the whole account after it. */
export interface LineWithBalance extends NumberedLine {
  /** The part of the account that it changed. */
  readonly shard: number;
  readonly balanceAfter: BalanceChange;
}

/** Lines that follow each other, both ends included; none when `to` is below `from`. */
interface LineRange {
  readonly account: Account;
  readonly shard: number;
  readonly from: number;
  readonly to: number;
}

/**
 * A page of the lines of an account in a period, oldest first, and how many there are in all. `parts` is on how many balance
 * items it lies: of one, any page reads its own lines and no others, of several all before it in the period, too, as these
 * are put in order by their times.
 */
export async function pageOfLines(
  store: Store,
  account: Account,
  parts: number,
  span: TimeRange,
  { currentPage, pageSize }: PageRequest,
): Promise<{ totalCount: number; lines: LineWithBalance[] }> {
  const runs = await Promise.all(
    Array.from({ length: parts }, (_, part) => rangeWithin(store, shardOf(account, part), part, span)),
  );
  const totalCount = runs.reduce((sum, { from, to }) => sum + Math.max(0, to - from + 1), 0);
  const start = (currentPage - 1) * pageSize;
  const [only] = parts === 1 ? runs : [];
  const lines = only
    ? (await readLines(store, pageWithin(only, start, pageSize), pageSize)).map(withOwnBalance)
    : (await mergedLines(store, runs, start + pageSize)).slice(start);
  return { totalCount, lines };
}

const pageWithin = ({ from, to, ...run }: LineRange, start: number, pageSize: number): LineRange => ({
  ...run,
  from: from + start,
  to: Math.min(to, from + start + pageSize - 1),
});

const withOwnBalance = (line: NumberedLine): LineWithBalance => ({
  ...line,
  shard: 0,
  balanceAfter: { available: line.available, frozen: line.frozen },
});

/** The lines of one balance item in the period: an end of it is found in as many reads as its lines can be halved. */
async function rangeWithin(
  store: Store,
  account: Account,
  part: number,
  { since, until }: TimeRange,
): Promise<LineRange> {
  const last = await lastLine(store, account);
  const first = (ms: number) => firstSince(ms, last, (version) => timeOf(store, account, version));
  const [from, after] = await Promise.all([
    since === undefined ? 1 : first(since),
    until === undefined ? last.number + 1 : first(until + 1),
  ]);
  return { account, shard: part, from, to: after - 1 };
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

/** When the line of this number was booked; of one that is missing, the one after it. */
async function timeOf(store: Store, account: Account, version: number): Promise<number> {
  const line = await lineAtOrAfter(store, account, version);
  return line?.time ?? Number.POSITIVE_INFINITY;
}

/** The line of this number, or the first after it. */
async function lineAtOrAfter(
  store: Store,
  account: Account,
  version: number,
): Promise<NumberedLine | undefined> {
  const [line] = await readLines(store, { account, from: version, to: MAX_VERSION }, 1);
  return line;
}

/** The first lines of a run, at most so many. */
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

/** The first lines of all runs together, in the order of their times, each with what all parts have after it. */
async function mergedLines(
  store: Store,
  runs: readonly LineRange[],
  count: number,
): Promise<LineWithBalance[]> {
  const found = await Promise.all(
    runs.map(async (run) => ({
      lines: inShardOrder(await readLines(store, run, count), run.shard),
      before: await balanceBeforeRange(store, run),
    })),
  );
  const lines = found
    .flatMap((run) => run.lines)
    .sort((one, other) => byBookingTime(one.sortKey, other.sortKey));
  let after = found.reduce((sum, run) => addChanges(sum, run.before), NO_CHANGE);
  return lines.slice(0, count).map(({ line, shard }) => {
    after = addChanges(after, line.moved);
    return { ...line, shard, balanceAfter: after };
  });
}

interface OrderedLine {
  readonly line: NumberedLine;
  readonly shard: number;
  /** What it has its place among the lines of other parts by; those of one entry come side by side. */
  readonly sortKey: BookingTime;
}

/** Lines of one part stay in their order, also those of one moment: else each page would put them in another. */
function inShardOrder(lines: readonly NumberedLine[], part: number): OrderedLine[] {
  let last: BookingTime | undefined;
  return lines.map((line) => {
    const place: BookingTime = last && byBookingTime(line, last) < 0 ? last : line;
    last = place;
    return { line, shard: part, sortKey: place };
  });
}

/** What was on a part before the run: before the first line from there on; without any, after the last line, or what is there. */
async function balanceBeforeRange(store: Store, { account, from }: LineRange): Promise<BalanceChange> {
  const first = await lineAtOrAfter(store, account, from);
  if (first) return subtractChanges(first, first.moved);
  return (await lineBefore(store, account, from)) ?? readBalance(store, account);
}

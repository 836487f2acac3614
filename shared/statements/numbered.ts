import type { AskedPage } from '../contract/page.ts';
import { type Account, partOf } from '../ledger/accounts.ts';
import { readBalance } from '../ledger/balance.ts';
import { type Change, minus, NOTHING, plus } from '../ledger/change.ts';
import { firstSince, type Last } from '../store/bisect.ts';
import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { inOrder, LAST_VERSION, lineKey, type Moment, type NumberedLine, numberedLineFrom } from './line.ts';
import { lineBefore } from './write-lines.ts';

/** A period in epoch milliseconds, both ends included. */
export interface Span {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** A line with what is on the whole account after it. */
export interface BalancedLine extends NumberedLine {
  /** The part of the account that it changed. */
  readonly part: number;
  readonly after: Change;
}

/** Lines that follow each other, both ends included; none when `to` is below `from`. */
interface Run {
  readonly account: Account;
  readonly part: number;
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
  span: Span,
  { currentPage, pageSize }: AskedPage,
): Promise<{ totalCount: number; lines: BalancedLine[] }> {
  const runs = await Promise.all(
    Array.from({ length: parts }, (_, part) => runWithin(store, partOf(account, part), part, span)),
  );
  const totalCount = runs.reduce((sum, { from, to }) => sum + Math.max(0, to - from + 1), 0);
  const start = (currentPage - 1) * pageSize;
  const [only] = parts === 1 ? runs : [];
  const lines = only
    ? (await linesOf(store, pageOf(only, start, pageSize), pageSize)).map(balancedByItself)
    : (await mergedLines(store, runs, start + pageSize)).slice(start);
  return { totalCount, lines };
}

const pageOf = ({ from, to, ...run }: Run, start: number, pageSize: number): Run => ({
  ...run,
  from: from + start,
  to: Math.min(to, from + start + pageSize - 1),
});

const balancedByItself = (line: NumberedLine): BalancedLine => ({
  ...line,
  part: 0,
  after: { available: line.available, frozen: line.frozen },
});

/** The lines of one balance item in the period: an end of it is found in as many reads as its lines can be halved. */
async function runWithin(store: Store, account: Account, part: number, { since, until }: Span): Promise<Run> {
  const last = await lastLine(store, account);
  const first = (ms: number) => firstSince(ms, last, (version) => timeOf(store, account, version));
  const [from, after] = await Promise.all([
    since === undefined ? 1 : first(since),
    until === undefined ? last.number + 1 : first(until + 1),
  ]);
  return { account, part, from, to: after - 1 };
}

async function lastLine(store: Store, account: Account): Promise<Last> {
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
  const line = await lineFrom(store, account, version);
  return line?.time ?? Number.POSITIVE_INFINITY;
}

/** The line of this number, or the first after it. */
async function lineFrom(store: Store, account: Account, version: number): Promise<NumberedLine | undefined> {
  const [line] = await linesOf(store, { account, from: version, to: LAST_VERSION }, 1);
  return line;
}

/** The first lines of a run, at most so many. */
async function linesOf(
  store: Store,
  { account, from, to }: Pick<Run, 'account' | 'from' | 'to'>,
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
async function mergedLines(store: Store, runs: readonly Run[], count: number): Promise<BalancedLine[]> {
  const found = await Promise.all(
    runs.map(async (run) => ({
      lines: placed(await linesOf(store, run, count), run.part),
      before: await before(store, run),
    })),
  );
  const lines = found.flatMap((run) => run.lines).sort((one, other) => inOrder(one.place, other.place));
  let after = found.reduce((sum, run) => plus(sum, run.before), NOTHING);
  return lines.slice(0, count).map(({ line, part }) => {
    after = plus(after, line.moved);
    return { ...line, part, after };
  });
}

interface Placed {
  readonly line: NumberedLine;
  readonly part: number;
  /** What it has its place among the lines of other parts by; those of one entry come side by side. */
  readonly place: Moment;
}

/** Lines of one part stay in their order, also those of one moment: else each page would put them in another. */
function placed(lines: readonly NumberedLine[], part: number): Placed[] {
  let last: Moment | undefined;
  return lines.map((line) => {
    const place: Moment = last && inOrder(line, last) < 0 ? last : line;
    last = place;
    return { line, part, place };
  });
}

/** What was on a part before the run: before the first line from there on; without any, after the last line, or what is there. */
async function before(store: Store, { account, from }: Run): Promise<Change> {
  const first = await lineFrom(store, account, from);
  if (first) return minus(first, first.moved);
  return (await lineBefore(store, account, from)) ?? readBalance(store, account);
}

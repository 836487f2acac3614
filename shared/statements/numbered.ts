import type { AskedPage } from '../contract/page.ts';
import { type Account, balanceKey, partOf } from '../ledger/accounts.ts';
import { balanceFrom } from '../ledger/balance.ts';
import type { Change } from '../ledger/entry.ts';
import { firstSince, type Last } from '../store/bisect.ts';
import type { Item, Store } from '../store/store.ts';
import { lineKey, type NumberedLine, numberedLineFrom } from './line.ts';

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
    ? (await linesOf(store, pageOf(only, start, pageSize))).map(balancedByItself)
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
  const [line] = await linesOf(store, { account, from: version, to: Number.POSITIVE_INFINITY }, 1);
  return line?.time ?? Number.POSITIVE_INFINITY;
}

async function linesOf(
  store: Store,
  { account, from, to }: Pick<Run, 'account' | 'from' | 'to'>,
  limit?: number,
): Promise<NumberedLine[]> {
  const items = await store.query({
    table: 'statements',
    partition: account,
    from: lineKey(account, from).sk,
    to: to === Number.POSITIVE_INFINITY ? 'line/~' : lineKey(account, to).sk,
    ...(limit !== undefined && { limit }),
  });
  return items.map((item: Item) => numberedLineFrom(item));
}

/** The first lines of all runs together, in the order of their times, each with what all parts have after it. */
async function mergedLines(store: Store, runs: readonly Run[], count: number): Promise<BalancedLine[]> {
  const found = await Promise.all(
    runs.map(async (run) => {
      const lines = await linesOf(store, run, count);
      return { lines: lines.map((line) => ({ ...line, part: run.part })), before: await before(store, run) };
    }),
  );
  let after = found.reduce((sum, run) => plus(sum, run.before), { available: 0n, frozen: 0n });
  const merged = found.flatMap(({ lines }) => lines).sort(inOrder);
  return merged.slice(0, count).map((line) => {
    after = plus(after, line.moved);
    return { ...line, after };
  });
}

/** By time; lines of one entry side by side. */
const inOrder = (one: BalancedLine | PartLine, other: BalancedLine | PartLine): number =>
  one.time - other.time ||
  (one.cause < other.cause ? -1 : one.cause > other.cause ? 1 : 0) ||
  one.part - other.part;

type PartLine = Omit<BalancedLine, 'after'>;

const plus = (one: Change, other: Change): Change => ({
  available: one.available + other.available,
  frozen: one.frozen + other.frozen,
});

/** What was on a part before the run: after the line before it, or before the first line; without any, what is there now. */
async function before(store: Store, { account, from }: Run): Promise<Change> {
  const [line] = from > 1 ? await linesOf(store, { account, from: from - 1, to: from - 1 }, 1) : [];
  if (line) return line;
  const [first] = await linesOf(store, { account, from, to: Number.POSITIVE_INFINITY }, 1);
  if (first)
    return {
      available: first.available - first.moved.available,
      frozen: first.frozen - first.moved.frozen,
    };
  return balanceFrom(account, await store.get('ledger', balanceKey(account)));
}

import type { Item, Key } from '../../../runtime/store/item.ts';
import { type Account, accountFromKey, hasBalance } from '../ledger/account.ts';
import {
  addChanges,
  type BalanceChange,
  isNonZero,
  NO_CHANGE,
  subtractChanges,
} from '../ledger/balance-change.ts';
import { type Entry, entryFrom } from '../ledger/entry.ts';
import { entryDetailsOf } from '../ledger/entry-details.ts';
import { balanceChangeOf } from '../ledger/posting.ts';
import { setOpeningBalance } from './closing-balances.ts';
import { platformLinesOf } from './platform-account-lines.ts';
import {
  type BookingTime,
  byBookingTime,
  lineAmount,
  lineFromBalanceItem,
  type NumberedLine,
  numberedLineFrom,
} from './statement-line.ts';
import { type LineDependencies, writeLine, writePlatformLine } from './write-lines.ts';

/** All items of the ledger and the statements, as an operator reads them. */
export interface StoredBooks {
  readonly ledger: readonly Item[];
  readonly statements: readonly Item[];
}

/** The result of a repair: how many lines were written, and which gaps the journal does not explain. */
export interface RepairResult {
  readonly written: number;
  readonly unexplained: readonly string[];
}

/**
 * Writes the missing lines of an account from the journal. The journal does not contain line numbers: entries without a
 * line get the missing numbers in the order of their times, provided that they lead from the line before the gap to the
 * line after.
 */
export async function repairLines(
  deps: LineDependencies,
  account: Account,
  books: StoredBooks,
): Promise<RepairResult> {
  return hasBalance(account) ? repairNumbered(deps, account, books) : repairPlatform(deps, account, books);
}

interface Gap {
  readonly before: NumberedLine | undefined;
  readonly after: NumberedLine;
}

async function repairNumbered(
  deps: LineDependencies,
  account: Account,
  books: StoredBooks,
): Promise<RepairResult> {
  const lines = books.statements
    .filter((item) => item['account'] === account)
    .map(numberedLineFrom)
    .sort((one, other) => one.version - other.version);
  const open = entriesWithoutLine(account, books.ledger, new Set(lines.map(({ cause }) => cause)));
  let written = 0;
  const unexplained: string[] = [];
  for (const gap of gapsOf(lines, latestChangeOf(account, books.ledger))) {
    const filled = fillGap(gap, account, open);
    if (!filled) unexplained.push(`up to line ${gap.after.version - 1}: the journal does not lead there`);
    for (const line of filled ?? []) if ((await writeLine(deps.store, line)) === line) written += 1;
  }
  return { written, unexplained };
}

/** The last change as the balance item itself records it. Its line may be the one that is missing. */
function latestChangeOf(account: Account, ledger: readonly Item[]): NumberedLine | undefined {
  const item = ledger.find((one) => accountFromKey(one as Item & Key) === account);
  return item && lineFromBalanceItem(item);
}

function gapsOf(lines: readonly NumberedLine[], latest: NumberedLine | undefined): Gap[] {
  const isKnown = !latest || lines.at(-1)?.version === latest.version;
  const all = isKnown ? lines : [...lines, latest];
  const gaps = all.map((after, index): Gap => ({ before: all[index - 1], after }));
  return gaps.filter(({ before, after }) => after.version !== (before?.version ?? 0) + 1 || after === latest);
}

/** Entries that changed the account and have no line, oldest first. */
function entriesWithoutLine(account: Account, ledger: readonly Item[], causes: ReadonlySet<string>): Entry[] {
  return ledger
    .filter(({ sk, cause }) => sk === 'entry' && !causes.has(String(cause)))
    .map(entryFrom)
    .filter((entry) => isNonZero(balanceChangeOf(entry, account)))
    .sort((one, other) => byBookingTime(bookingTimeOf(one), bookingTimeOf(other)));
}

const bookingTimeOf = ({ at, cause }: Entry): BookingTime => ({ time: at, cause });

/**
 * The missing lines of a gap and the line after it; undefined when no entries lead across. Before the first line there
 * may be entries from before statements existed: when nothing leads there from zero, the latest entries before it are
 * taken.
 */
function fillGap({ before, after }: Gap, account: Account, open: Entry[]): NumberedLine[] | undefined {
  const others = open.filter(({ cause }) => cause !== after.cause);
  const runs = consecutiveEntries(
    before ? others : others.filter(({ at }) => at <= after.time),
    after.version - (before?.version ?? 0) - 1,
  );
  const target = subtractChanges(after, after.moved);
  const startOf = (entries: readonly Entry[]) =>
    entries.reduce<BalanceChange>(
      (rest, entry) => subtractChanges(rest, balanceChangeOf(entry, account)),
      target,
    );
  const leading = runs.filter(
    (entries) => !isNonZero(subtractChanges(startOf(entries), before ?? NO_CHANGE)),
  );
  const entries = before ? leading[0] : (leading.at(-1) ?? runs.at(-1));
  return entries && linesOfGap(before, startOf(entries), { entries, after, account }, open);
}

/** All sequences of `length` consecutive entries. */
const consecutiveEntries = (entries: readonly Entry[], length: number): Entry[][] =>
  Array.from({ length: Math.max(0, entries.length - length + 1) }, (_, from) =>
    entries.slice(from, from + length),
  );

interface GapEntries {
  readonly entries: readonly Entry[];
  readonly after: NumberedLine;
  readonly account: Account;
}

function linesOfGap(
  before: NumberedLine | undefined,
  start: BalanceChange,
  { entries, after, account }: GapEntries,
  open: Entry[],
): NumberedLine[] {
  let [balance, time, version] = [start, before?.time ?? 0, before?.version ?? 0];
  const lines = entries.map((entry): NumberedLine => {
    const moved = balanceChangeOf(entry, account);
    balance = addChanges(balance, moved);
    time = Math.min(Math.max(time, entry.at), Math.max(after.time, time));
    version += 1;
    open.splice(open.indexOf(entry), 1);
    return { account, cause: entry.cause, time, details: entryDetailsOf(entry), moved, version, ...balance };
  });
  return [...lines, { ...after, time: Math.max(time, after.time) }];
}

/**
 * Lines of a platform account follow from their entries alone. Entries from before statements existed give the opening
 * balance.
 */
async function repairPlatform(
  deps: LineDependencies,
  account: Account,
  books: StoredBooks,
): Promise<RepairResult> {
  const entries = books.ledger.filter(({ sk }) => sk === 'entry');
  const written = new Set(
    books.statements.filter((item) => item['account'] === account).map(({ cause }) => cause),
  );
  const linesOf = (items: readonly Item[]) =>
    items
      .map(entryFrom)
      .flatMap(platformLinesOf)
      .filter((line) => line.account === account);
  const missing = linesOf(entries.filter(({ onPlatform }) => onPlatform === true)).filter(
    ({ cause }) => !written.has(cause),
  );
  for (const line of missing) await writePlatformLine(deps, line);
  const older = linesOf(entries.filter(({ onPlatform }) => onPlatform !== true));
  const base = older.reduce((sum, line) => sum + lineAmount(line), 0n);
  if (base !== 0n) await setOpeningBalance(deps.store, account, base);
  return { written: missing.length, unexplained: [] };
}

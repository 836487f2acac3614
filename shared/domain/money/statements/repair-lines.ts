import type { Item, Key } from '../../../runtime/store/item.ts';
import { type Account, accountFromKey, hasBalance } from '../ledger/account.ts';
import {
  addChanges,
  type BalanceChange,
  isNonZero,
  NO_CHANGE,
  subtractChanges,
} from '../ledger/balance-change.ts';
import { balanceChangeOf, type Entry, entryFrom } from '../ledger/entry.ts';
import { entryDetailsOf } from '../ledger/entry-details.ts';
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

/** All items of the ledger and of the statements, as an operator reads them. */
export interface StoredBooks {
  readonly ledger: readonly Item[];
  readonly statements: readonly Item[];
}

/** What was mended of an account: how many lines were written, and what could not be told by the journal. */
export interface RepairResult {
  readonly written: number;
  readonly unexplained: readonly string[];
}

/**
 * Writes the lines of an account that are missing, from the journal. Which entry a number was given to is not in the
 * journal: entries that have no line get the missing numbers in the order of their times, where they lead from the line
 * before to the line after.
 */
export async function repairLines(
  writing: LineDependencies,
  account: Account,
  kept: StoredBooks,
): Promise<RepairResult> {
  return hasBalance(account)
    ? repairNumbered(writing, account, kept)
    : repairPlatform(writing, account, kept);
}

interface Gap {
  readonly before: NumberedLine | undefined;
  readonly after: NumberedLine;
}

async function repairNumbered(
  writing: LineDependencies,
  account: Account,
  kept: StoredBooks,
): Promise<RepairResult> {
  const lines = kept.statements
    .filter((item) => item['account'] === account)
    .map(numberedLineFrom)
    .sort((one, other) => one.version - other.version);
  const open = entriesWithoutLine(account, kept.ledger, new Set(lines.map(({ cause }) => cause)));
  let written = 0;
  const left: string[] = [];
  for (const gap of gapsOf(lines, latestChangeOf(account, kept.ledger))) {
    const filled = fillGap(gap, account, open);
    if (!filled) left.push(`up to line ${gap.after.version - 1}: the journal does not lead there`);
    for (const line of filled ?? []) if ((await writeLine(writing.store, line)) === line) written += 1;
  }
  return { written, unexplained: left };
}

/** The last change as the balance itself tells it: it may be what is missing. */
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
 * The lines of a gap, and the one after it where that is the balance's own; undefined when entries do not lead across. Before
 * the first line there may be what was booked before lines were kept: where nothing leads there from zero, the entries right
 * before it are meant.
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

/** All runs of so many entries that follow each other. */
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
    return { account, cause: entry.cause, time, about: entryDetailsOf(entry), moved, version, ...balance };
  });
  return [...lines, { ...after, time: Math.max(time, after.time) }];
}

/** Entries say what their lines are; what was booked before lines were kept is what the first line begins with. */
async function repairPlatform(
  writing: LineDependencies,
  account: Account,
  kept: StoredBooks,
): Promise<RepairResult> {
  const entries = kept.ledger.filter(({ sk }) => sk === 'entry');
  const there = new Set(
    kept.statements.filter((item) => item['account'] === account).map(({ cause }) => cause),
  );
  const linesOf = (items: readonly Item[]) =>
    items
      .map(entryFrom)
      .flatMap(platformLinesOf)
      .filter((line) => line.account === account);
  const missing = linesOf(entries.filter(({ onPlatform }) => onPlatform === true)).filter(
    ({ cause }) => !there.has(cause),
  );
  for (const line of missing) await writePlatformLine(writing, line);
  const older = linesOf(entries.filter(({ onPlatform }) => onPlatform !== true));
  const base = older.reduce((sum, line) => sum + lineAmount(line), 0n);
  if (base !== 0n) await setOpeningBalance(writing.store, account, base);
  return { written: missing.length, unexplained: [] };
}

import { type Account, accountOf, hasBalance } from '../ledger/accounts.ts';
import { type Change, isChange, minus, NOTHING, plus } from '../ledger/change.ts';
import { changeOf, type Entry, entryFrom } from '../ledger/entry.ts';
import { particularsOf } from '../ledger/particulars.ts';
import type { Item, Key } from '../store/item.ts';
import { setBase } from './closing.ts';
import {
  amountOf,
  inOrder,
  lineOfBalance,
  type Moment,
  type NumberedLine,
  numberedLineFrom,
} from './line.ts';
import { platformLinesOf } from './platform-line.ts';
import { type LineWriting, putLine, putPlatformLine } from './write-lines.ts';

/** All items of the ledger and of the statements, as an operator reads them. */
export interface Kept {
  readonly ledger: readonly Item[];
  readonly statements: readonly Item[];
}

/** What was mended of an account: how many lines were written, and what could not be told by the journal. */
export interface Repaired {
  readonly written: number;
  readonly left: readonly string[];
}

/**
 * Writes the lines of an account that are missing, from the journal. Which entry a number was given to is not in the
 * journal: entries that have no line get the missing numbers in the order of their times, where they lead from the line
 * before to the line after.
 */
export async function repairLines(writing: LineWriting, account: Account, kept: Kept): Promise<Repaired> {
  return hasBalance(account)
    ? repairNumbered(writing, account, kept)
    : repairPlatform(writing, account, kept);
}

interface Gap {
  readonly before: NumberedLine | undefined;
  readonly after: NumberedLine;
}

async function repairNumbered(writing: LineWriting, account: Account, kept: Kept): Promise<Repaired> {
  const lines = kept.statements
    .filter((item) => item['account'] === account)
    .map(numberedLineFrom)
    .sort((one, other) => one.version - other.version);
  const open = entriesWithout(account, kept.ledger, new Set(lines.map(({ cause }) => cause)));
  let written = 0;
  const left: string[] = [];
  for (const gap of gapsOf(lines, latestOf(account, kept.ledger))) {
    const filled = fillingOf(gap, account, open);
    if (!filled) left.push(`up to line ${gap.after.version - 1}: the journal does not lead there`);
    for (const line of filled ?? []) if ((await putLine(writing.store, line)) === line) written += 1;
  }
  return { written, left };
}

/** The last change as the balance itself tells it: it may be what is missing. */
function latestOf(account: Account, ledger: readonly Item[]): NumberedLine | undefined {
  const item = ledger.find((one) => accountOf(one as Item & Key) === account);
  return item && lineOfBalance(item);
}

function gapsOf(lines: readonly NumberedLine[], latest: NumberedLine | undefined): Gap[] {
  const isKnown = !latest || lines.at(-1)?.version === latest.version;
  const all = isKnown ? lines : [...lines, latest];
  const gaps = all.map((after, index): Gap => ({ before: all[index - 1], after }));
  return gaps.filter(({ before, after }) => after.version !== (before?.version ?? 0) + 1 || after === latest);
}

/** Entries that changed the account and have no line, oldest first. */
function entriesWithout(account: Account, ledger: readonly Item[], causes: ReadonlySet<string>): Entry[] {
  return ledger
    .filter(({ sk, cause }) => sk === 'entry' && !causes.has(String(cause)))
    .map(entryFrom)
    .filter((entry) => isChange(changeOf(entry, account)))
    .sort((one, other) => inOrder(momentOf(one), momentOf(other)));
}

const momentOf = ({ at, cause }: Entry): Moment => ({ time: at, cause });

/**
 * The lines of a gap, and the one after it where that is the balance's own; undefined when entries do not lead across. Before
 * the first line there may be what was booked before lines were kept: where nothing leads there from zero, the entries right
 * before it are meant.
 */
function fillingOf({ before, after }: Gap, account: Account, open: Entry[]): NumberedLine[] | undefined {
  const others = open.filter(({ cause }) => cause !== after.cause);
  const runs = runsOf(
    before ? others : others.filter(({ at }) => at <= after.time),
    after.version - (before?.version ?? 0) - 1,
  );
  const target = minus(after, after.moved);
  const startOf = (entries: readonly Entry[]) =>
    entries.reduce<Change>((rest, entry) => minus(rest, changeOf(entry, account)), target);
  const leading = runs.filter((entries) => !isChange(minus(startOf(entries), before ?? NOTHING)));
  const entries = before ? leading[0] : (leading.at(-1) ?? runs.at(-1));
  return entries && filled(before, startOf(entries), { entries, after, account }, open);
}

/** All runs of so many entries that follow each other. */
const runsOf = (entries: readonly Entry[], length: number): Entry[][] =>
  Array.from({ length: Math.max(0, entries.length - length + 1) }, (_, from) =>
    entries.slice(from, from + length),
  );

interface Filling {
  readonly entries: readonly Entry[];
  readonly after: NumberedLine;
  readonly account: Account;
}

function filled(
  before: NumberedLine | undefined,
  start: Change,
  { entries, after, account }: Filling,
  open: Entry[],
): NumberedLine[] {
  let [balance, time, version] = [start, before?.time ?? 0, before?.version ?? 0];
  const lines = entries.map((entry): NumberedLine => {
    const moved = changeOf(entry, account);
    balance = plus(balance, moved);
    time = Math.min(Math.max(time, entry.at), Math.max(after.time, time));
    version += 1;
    open.splice(open.indexOf(entry), 1);
    return { account, cause: entry.cause, time, about: particularsOf(entry), moved, version, ...balance };
  });
  return [...lines, { ...after, time: Math.max(time, after.time) }];
}

/** Entries say what their lines are; what was booked before lines were kept is what the first line begins with. */
async function repairPlatform(writing: LineWriting, account: Account, kept: Kept): Promise<Repaired> {
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
  for (const line of missing) await putPlatformLine(writing, line);
  const older = linesOf(entries.filter(({ onPlatform }) => onPlatform !== true));
  const base = older.reduce((sum, line) => sum + amountOf(line), 0n);
  if (base !== 0n) await setBase(writing.store, account, base);
  return { written: missing.length, left: [] };
}

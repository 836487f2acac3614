import { type Account, accountOf } from '../ledger/accounts.ts';
import { type Change, isChange, NOTHING, plus } from '../ledger/change.ts';
import { changeOf, entryFrom } from '../ledger/entry.ts';
import { amountOf, changeFrom, type Line, type NumberedLine, numberedLineFrom } from '../statements/line.ts';
import { platformLineFrom, platformLinesOf } from '../statements/platform-line.ts';
import type { Item, Key } from '../store/item.ts';
import type { Check } from './check.ts';

/**
 * Holds the lines of statements against the journal and the balances: each numbered change of a balance has its line, each
 * line is what its entry moved and follows the line before it, the last one ends in the balance, every entry since lines are
 * kept has its line, once, and closings are the sums of what is before them. What was booked at `dueBefore` (epoch
 * milliseconds) or later may be without a line yet.
 */
export function linesEqualJournal(
  ledger: readonly Item[],
  statements: readonly Item[],
  dueBefore = Number.POSITIVE_INFINITY,
): Check {
  const entries = ledger.filter(({ sk }) => sk === 'entry');
  const lines = statements.filter(({ sk }) => String(sk).startsWith('line/'));
  const ofPlatform = lines.filter(({ version }) => version === undefined).map(platformLineFrom);
  return {
    name: 'every change has its line on a statement',
    examined: lines.length,
    differences: [
      ...accountsWith(ledger, lines, dueBefore).flatMap(differencesOf),
      ...platformDifferences(entries, ofPlatform, dueBefore),
      ...closingDifferences(statements, ofPlatform),
    ],
  };
}

/** One balance item with what the journal and its lines say of it. */
interface Booked {
  readonly account: Account;
  readonly balance: Item | undefined;
  /** The entries that changed it, by their cause. */
  readonly entries: ReadonlyMap<string, { readonly at: number; readonly moved: Change }>;
  readonly lines: readonly NumberedLine[];
  readonly dueBefore: number;
}

function accountsWith(ledger: readonly Item[], lines: readonly Item[], dueBefore: number): Booked[] {
  const balances = ledger.filter(({ sk }) => String(sk).startsWith('balance/'));
  const items = new Map(balances.map((item) => [accountOf(item as Item & Key), item]));
  const numbered = Map.groupBy(
    lines.filter(({ version }) => version !== undefined).map(numberedLineFrom),
    ({ account }) => account,
  );
  const entries = new Map<Account, Map<string, { at: number; moved: Change }>>();
  for (const entry of ledger.filter(({ sk }) => sk === 'entry').map(entryFrom)) {
    for (const account of new Set(entry.postings.map((posting) => posting.account))) {
      const moved = changeOf(entry, account);
      if (!isChange(moved)) continue;
      const own = entries.get(account) ?? new Map();
      entries.set(account, own.set(entry.cause, { at: entry.at, moved }));
    }
  }
  return [...new Set([...items.keys(), ...numbered.keys()])].map((account) => ({
    account,
    balance: items.get(account),
    entries: entries.get(account) ?? new Map(),
    lines: (numbered.get(account) ?? []).sort((one, other) => one.version - other.version),
    dueBefore,
  }));
}

const differencesOf = (booked: Booked): string[] => [
  ...orderDifferences(booked),
  ...entryDifferences(booked),
  ...endDifferences(booked),
  ...beginningDifferences(booked),
];

/** Each line follows the one before it, in number, time and balance. */
const orderDifferences = ({ account, lines }: Booked): string[] =>
  lines.flatMap((line, index) => {
    const before = lines[index - 1];
    const what = `${account} line ${line.version}`;
    if (line.version !== (before?.version ?? 0) + 1) return [`${what}: the one before it is missing`];
    if (!before) return [];
    return [
      ...(same(plus(before, line.moved), line) ? [] : [`${what}: does not follow the line before it`]),
      ...(line.time < before.time ? [`${what}: is older than the line before it`] : []),
    ];
  });

/** Each line is what its entry moved, and no entry has two. */
function entryDifferences({ account, lines, entries }: Booked): string[] {
  const known = new Set<string>();
  return lines.flatMap(({ version, cause, moved }) => {
    const entry = known.has(cause) ? undefined : entries.get(cause);
    known.add(cause);
    if (!entry) return [`${account} line ${version}: ${cause} is no entry, or has a line already`];
    if (same(entry.moved, moved)) return [];
    return [`${account} line ${version}: moved ${shown(moved)}, its entry ${shown(entry.moved)}`];
  });
}

/** There are as many lines as changes, and the last one ends in the balance; unless the latest changes are too new. */
function endDifferences({ account, balance, lines, dueBefore }: Booked): string[] {
  const [changes, last] = [Number(balance?.['version'] ?? 0), lines.at(-1)];
  const latest = (balance?.['last'] ?? {}) as { at?: number };
  if ((last?.version ?? 0) < changes && Number(latest.at) >= dueBefore) return [];
  if ((last?.version ?? 0) !== changes)
    return [`${account}: ${last?.version ?? 0} lines, changed ${changes} times`];
  const now = changeFrom(balance);
  return !last || same(last, now)
    ? []
    : [`${account}: its lines end in ${shown(last)}, it has ${shown(now)}`];
}

/** What was there before the first line is what entries brought that have none: those before lines were kept. */
function beginningDifferences({ account, entries, lines, dueBefore }: Booked): string[] {
  const [first] = lines;
  if (!first) return [];
  const causes = new Set(lines.map(({ cause }) => cause));
  const older = [...entries]
    .filter(([cause, { at }]) => !causes.has(cause) && at < dueBefore)
    .reduce((sum, [, { moved }]) => plus(sum, moved), NOTHING);
  return same(plus(older, first.moved), first)
    ? []
    : [`${account}: its lines begin with another balance than that of older entries`];
}

const same = (one: Change, other: Change): boolean =>
  one.available === other.available && one.frozen === other.frozen;
const shown = ({ available, frozen }: Change): string => `${available} available, ${frozen} frozen`;

const identity = ({ account, cause }: Pick<Line, 'account' | 'cause'>): string => `${account} ${cause}`;

/** Each entry that is marked so has a line on each account of the platform that it changed, once. */
function platformDifferences(entries: readonly Item[], lines: readonly Line[], dueBefore: number): string[] {
  const marked = entries.filter(({ onPlatform }) => onPlatform === true).map(entryFrom);
  const open = new Map(marked.flatMap(platformLinesOf).map((line) => [identity(line), line]));
  const wrong = lines.flatMap((line) => {
    const expected = open.get(identity(line));
    open.delete(identity(line));
    if (!expected) return [`${identity(line)}: a line without an entry, or a second one`];
    const isRight = same(expected.moved, line.moved) && expected.time === line.time;
    return isRight ? [] : [`${identity(line)}: is not what its entry says`];
  });
  const due = [...open].filter(([, { time }]) => time < dueBefore);
  return [...wrong, ...due.map(([what]) => `${what}: has no line`)];
}

/** Each closing is the sum of all lines before it, and of what was there before lines were kept. */
function closingDifferences(statements: readonly Item[], lines: readonly Line[]): string[] {
  const closings = statements
    .filter((item) => String(item['sk']).startsWith('closing/') && item['void'] !== true)
    .map(({ pk, at, balance }) => ({ account: pk, at: Number(at), balance: BigInt(balance as bigint) }));
  const linesOf = Map.groupBy(lines, ({ account }) => account);
  return [...Map.groupBy(closings, ({ account }) => account)].flatMap(([account, own]) => {
    const inOrder = own.toSorted((one, other) => one.at - other.at);
    const before = (linesOf.get(account as Account) ?? []).toSorted((one, other) => one.time - other.time);
    let [sum, next] = [inOrder[0]?.at === 0 ? inOrder[0].balance : 0n, 0];
    return inOrder.flatMap(({ at, balance }) => {
      for (let line = before[next]; line && line.time < at; line = before[next]) {
        sum += amountOf(line);
        next += 1;
      }
      return sum === balance ? [] : [`${account}: closed with ${balance}, by its lines ${sum}`];
    });
  });
}

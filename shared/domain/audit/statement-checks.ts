import type { Item, Key } from '../../runtime/store/item.ts';
import { type Account, accountFromKey } from '../money/ledger/account.ts';
import { addChanges, type BalanceChange, isNonZero, NO_CHANGE } from '../money/ledger/balance-change.ts';
import { entryFrom } from '../money/ledger/entry.ts';
import { balanceChangeOf } from '../money/ledger/posting.ts';
import { platformLineFrom, platformLinesOf } from '../money/statements/platform-account-lines.ts';
import {
  balanceChangeFrom,
  lineAmount,
  type NumberedLine,
  numberedLineFrom,
  type StatementLine,
} from '../money/statements/statement-line.ts';
import type { CheckResult } from './check.ts';

/**
 * Compares statement lines with the journal and the balances. Each numbered change of a balance has a line. Each line
 * equals what its entry moved and continues the line before it, and the last one ends in the balance. Every entry
 * posted since statements exist has exactly one line on each of its accounts. Closing balances are the sums of the
 * lines before them. Entries posted at `dueBefore` (epoch milliseconds) or later may not have their lines yet.
 */
export function linesEqualJournal(
  ledger: readonly Item[],
  statements: readonly Item[],
  dueBefore = Number.POSITIVE_INFINITY,
): CheckResult {
  const entries = ledger.filter(({ sk }) => sk === 'entry');
  const lines = statements.filter(({ sk }) => String(sk).startsWith('line/'));
  const ofPlatform = lines.filter(({ version }) => version === undefined).map(platformLineFrom);
  return {
    name: 'every balance change has a statement line',
    examined: lines.length,
    differences: [
      ...accountLinesIn(ledger, lines, dueBefore).flatMap(differencesOf),
      ...platformDifferences(entries, ofPlatform, dueBefore),
      ...closingDifferences(statements, ofPlatform),
    ],
  };
}

/** An account with its balance item, its entries and its lines. */
interface AccountLines {
  readonly account: Account;
  readonly balance: Item | undefined;
  /** The entries that changed it, by cause. */
  readonly entries: ReadonlyMap<string, { readonly at: number; readonly moved: BalanceChange }>;
  readonly lines: readonly NumberedLine[];
  readonly dueBefore: number;
}

function accountLinesIn(ledger: readonly Item[], lines: readonly Item[], dueBefore: number): AccountLines[] {
  const balances = ledger.filter(({ sk }) => String(sk).startsWith('balance/'));
  const items = new Map(balances.map((item) => [accountFromKey(item as Item & Key), item]));
  const numbered = Map.groupBy(
    lines.filter(({ version }) => version !== undefined).map(numberedLineFrom),
    ({ account }) => account,
  );
  const entries = new Map<Account, Map<string, { at: number; moved: BalanceChange }>>();
  for (const entry of ledger.filter(({ sk }) => sk === 'entry').map(entryFrom)) {
    for (const account of new Set(entry.postings.map((posting) => posting.account))) {
      const moved = balanceChangeOf(entry, account);
      if (!isNonZero(moved)) continue;
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

const differencesOf = (booked: AccountLines): string[] => [
  ...orderDifferences(booked),
  ...entryDifferences(booked),
  ...endDifferences(booked),
  ...beginningDifferences(booked),
];

/** Each line continues the one before it, in number, time and balance. */
const orderDifferences = ({ account, lines }: AccountLines): string[] =>
  lines.flatMap((line, index) => {
    const before = lines[index - 1];
    const what = `${account} line ${line.version}`;
    if (line.version !== (before?.version ?? 0) + 1) return [`${what}: the one before it is missing`];
    if (!before) return [];
    return [
      ...(isEqual(addChanges(before, line.moved), line)
        ? []
        : [`${what}: does not follow the line before it`]),
      ...(line.time < before.time ? [`${what}: is older than the line before it`] : []),
    ];
  });

/** Each line equals what its entry moved, and no entry has two lines. */
function entryDifferences({ account, lines, entries }: AccountLines): string[] {
  const known = new Set<string>();
  return lines.flatMap(({ version, cause, moved }) => {
    const entry = known.has(cause) ? undefined : entries.get(cause);
    known.add(cause);
    if (!entry) return [`${account} line ${version}: ${cause} has no entry, or a line already`];
    if (isEqual(entry.moved, moved)) return [];
    return [`${account} line ${version}: moved ${changeText(moved)}, its entry ${changeText(entry.moved)}`];
  });
}

/** There are as many lines as changes, and the last line ends in the balance, unless the last change is too recent. */
function endDifferences({ account, balance, lines, dueBefore }: AccountLines): string[] {
  const [changes, last] = [Number(balance?.['version'] ?? 0), lines.at(-1)];
  const latest = (balance?.['last'] ?? {}) as { at?: number };
  if ((last?.version ?? 0) < changes && Number(latest.at) >= dueBefore) return [];
  if ((last?.version ?? 0) !== changes)
    return [`${account}: ${last?.version ?? 0} lines, changed ${changes} times`];
  const now = balanceChangeFrom(balance);
  return !last || isEqual(last, now)
    ? []
    : [`${account}: its lines end in ${changeText(last)}, it has ${changeText(now)}`];
}

/** The balance before the first line is the sum of the entries without a line, from before statements existed. */
function beginningDifferences({ account, entries, lines, dueBefore }: AccountLines): string[] {
  const [first] = lines;
  if (!first) return [];
  const causes = new Set(lines.map(({ cause }) => cause));
  const older = [...entries]
    .filter(([cause, { at }]) => !causes.has(cause) && at < dueBefore)
    .reduce((sum, [, { moved }]) => addChanges(sum, moved), NO_CHANGE);
  return isEqual(addChanges(older, first.moved), first)
    ? []
    : [`${account}: its lines begin with another balance than that of older entries`];
}

const isEqual = (one: BalanceChange, other: BalanceChange): boolean =>
  one.available === other.available && one.frozen === other.frozen;
const changeText = ({ available, frozen }: BalanceChange): string =>
  `${available} available, ${frozen} frozen`;

const identity = ({ account, cause }: Pick<StatementLine, 'account' | 'cause'>): string =>
  `${account} ${cause}`;

/** Each marked entry has exactly one line on each platform account that it changed. */
function platformDifferences(
  entries: readonly Item[],
  lines: readonly StatementLine[],
  dueBefore: number,
): string[] {
  const marked = entries.filter(({ onPlatform }) => onPlatform === true).map(entryFrom);
  const open = new Map(marked.flatMap(platformLinesOf).map((line) => [identity(line), line]));
  const wrong = lines.flatMap((line) => {
    const expected = open.get(identity(line));
    open.delete(identity(line));
    if (!expected) return [`${identity(line)}: a line without an entry, or a second one`];
    const isRight = isEqual(expected.moved, line.moved) && expected.time === line.time;
    return isRight ? [] : [`${identity(line)}: is not what its entry says`];
  });
  const due = [...open].filter(([, { time }]) => time < dueBefore);
  return [...wrong, ...due.map(([what]) => `${what}: has no line`)];
}

/** Each closing balance is the sum of all lines before it and of the opening balance. */
function closingDifferences(statements: readonly Item[], lines: readonly StatementLine[]): string[] {
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
        sum += lineAmount(line);
        next += 1;
      }
      return sum === balance ? [] : [`${account}: closed with ${balance}, by its lines ${sum}`];
    });
  });
}

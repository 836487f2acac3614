import { type Account, accountOfShard } from '../../money/ledger/account.ts';
import type { Entry, Posting, Side } from '../../money/ledger/entry.ts';
import type { AuditSnapshot } from '../snapshot.ts';

/**
 * One kind of journal entry, and what ties it to the record that caused it. Every entry belongs to exactly one family: an
 * entry of none, an entry that no record caused, one with other postings than its record makes, and a record without its
 * entry are differences.
 *
 * To add one: a file in this folder that exports a `Family`, and its name in `families.ts`. The postings are worked out of the
 * record here, in the audit's own words: a family that called the function which books the entry would repeat its faults.
 *
 * - Where a record says it all: `differences: tied((books) => expectations)`, each with its cause and its postings.
 * - Where the act of an operator is the entry itself: `differences: formed((entry, books) => what is wrong or undefined)`.
 * - A record of a room that `Books` does not sort yet is in `books.items`; a room that is not read yet goes into
 *   `AUDITED_ROOMS` in `books.ts`.
 */
export interface EntryFamily {
  /** What it is, in the plural, as the report prints it. */
  readonly name: string;
  /** All causes of its entries and no others: the whole cause, from ^ to $. */
  readonly causes: RegExp;
  /** What is wrong with its entries; `entries` are all of the family and no others. */
  readonly differences: (entries: readonly Entry[], books: AuditSnapshot) => Iterable<string>;
}

/** An entry as the record that caused it says it must be. */
export interface ExpectedEntry {
  readonly cause: string;
  /** Its postings; what is on parts of one account may be on any of them, but for what is frozen. */
  readonly postings: readonly Posting[];
  /** What they may be instead, where the record leaves it open. */
  readonly or?: readonly (readonly Posting[])[];
  /** The entry may be missing, e.g. where nothing moved. */
  readonly optional?: true;
}

/** Part of an id in a cause. */
export const ID_PATTERN = '[^/]+';

/** The family's differences where records say which entries there are: each exactly as its record makes it. */
export const matchedToRecords =
  (
    expected: (books: AuditSnapshot, entries: ReadonlyMap<string, Entry>) => Iterable<ExpectedEntry>,
  ): EntryFamily['differences'] =>
  (entries, books) => {
    const open = new Map(entries.map((entry) => [entry.cause, entry]));
    const differences: string[] = [];
    for (const one of expected(books, new Map(open))) {
      const difference = differenceFrom(one, open.get(one.cause));
      if (difference !== undefined) differences.push(difference);
      open.delete(one.cause);
    }
    return [...differences, ...[...open.keys()].map((cause) => `${cause}: no record of it`)];
  };

/** The family's differences where the entry is all there is of it: what is wrong with its form. */
export const checkedByForm =
  (wrongWith: (entry: Entry, books: AuditSnapshot) => string | undefined): EntryFamily['differences'] =>
  (entries, books) =>
    entries.flatMap((entry) => {
      const wrong = wrongWith(entry, books);
      return wrong === undefined ? [] : [`${entry.cause}: ${wrong}`];
    });

function differenceFrom({ cause, postings, or = [], optional }: ExpectedEntry, entry: Entry | undefined) {
  if (!entry) return optional ? undefined : `${cause}: no entry of it`;
  if ([postings, ...or].some((one) => movesSame(one, entry.postings))) return undefined;
  return `${cause}: ${postingsText(entry.postings)}, by its record ${postingsText(postings)}`;
}

/** Whether both move the same, whatever the order of their postings. */
export function movesSame(one: readonly Posting[], other: readonly Posting[]): boolean {
  const [mine, theirs] = [netOf(one), netOf(other)];
  return mine.size === theirs.size && [...mine].every(([where, amount]) => theirs.get(where) === amount);
}

/**
 * What postings move, by account and side, without what comes to nothing. Which parts of an account pay together is decided
 * by what is on them, so what is available counts for the account; what is frozen stays on the part that the record names.
 */
function netOf(postings: readonly Posting[]): Map<string, bigint> {
  const net = new Map<string, bigint>();
  for (const { account, side, amount } of postings) {
    const where = side === 'available' ? `${accountOfShard(account)} available` : `${account} ${side}`;
    net.set(where, (net.get(where) ?? 0n) + amount);
  }
  for (const [where, amount] of net) if (amount === 0n) net.delete(where);
  return net;
}

/** Postings in one line. */
export const postingsText = (postings: readonly Posting[]): string =>
  [...netOf(postings)].map(([where, amount]) => `${where} ${amount}`).join(', ') || 'nothing moved';

/** A posting. */
export const postingOf = (account: Account, side: Side, amount: bigint): Posting => ({
  account,
  side,
  amount,
});

/** Moves `amount` from one account and side to another; the same backwards where it is negative. */
export const postingsBetween = (
  from: readonly [Account, Side],
  to: readonly [Account, Side],
  amount: bigint,
): Posting[] => [postingOf(...from, -amount), postingOf(...to, amount)];

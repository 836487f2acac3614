import { type Account, accountOfShard } from '../../money/ledger/account.ts';
import type { Entry } from '../../money/ledger/entry.ts';
import type { Posting, Side } from '../../money/ledger/posting.ts';
import type { AuditSnapshot } from '../snapshot.ts';

/**
 * One kind of journal entry, and how to compare it with the record that caused it. Every entry belongs to exactly one
 * family. The audit reports entries without a family, entries without a record, records without their entry, and
 * entries whose postings differ from what their record requires.
 *
 * To add a family, export an `EntryFamily` from a file in this folder and list it in `entry-families.ts`. Compute the
 * expected postings here, independently of the code that posts the entry: calling that code would repeat its mistakes.
 *
 * - If records determine the entries: `differences: matchedToRecords((snapshot) => expected entries)`.
 * - If an operator's act is recorded by the entry alone: `differences: checkedByForm((entry, snapshot) => what is
 *   wrong)`.
 * - Records that `AuditSnapshot` does not parse yet are in `snapshot.items`. Tables that are not read yet belong in
 *   `AUDITED_TABLES` in `snapshot.ts`.
 */
export interface EntryFamily {
  /** Its name in the report, in the plural. */
  readonly name: string;
  /** Matches the causes of its entries and no others; anchored with ^ and $. */
  readonly causes: RegExp;
  /** Returns what is wrong with `entries`, which are exactly the entries of the family. */
  readonly differences: (entries: readonly Entry[], snapshot: AuditSnapshot) => Iterable<string>;
}

/** An entry as its record requires it. */
export interface ExpectedEntry {
  readonly cause: string;
  /** Its postings. Available money of an account may be on any of its shards, frozen money only on the shard given. */
  readonly postings: readonly Posting[];
  /** Alternative postings, if the record does not determine which. */
  readonly or?: readonly (readonly Posting[])[];
  /** Whether the entry may be missing, e.g. because nothing moved. */
  readonly optional?: true;
}

/** Regular expression for one segment of a cause. */
export const ID_PATTERN = '[^/]+';

/** Compares entries with records: each expected entry exists once and as required, and there are no others. */
export const matchedToRecords =
  (
    expected: (snapshot: AuditSnapshot, entries: ReadonlyMap<string, Entry>) => Iterable<ExpectedEntry>,
  ): EntryFamily['differences'] =>
  (entries, snapshot) => {
    const open = new Map(entries.map((entry) => [entry.cause, entry]));
    const differences: string[] = [];
    for (const one of expected(snapshot, new Map(open))) {
      const difference = differenceFrom(one, open.get(one.cause));
      if (difference !== undefined) differences.push(difference);
      open.delete(one.cause);
    }
    return [...differences, ...[...open.keys()].map((cause) => `${cause}: has no record`)];
  };

/** Checks the form of entries that have no record. */
export const checkedByForm =
  (wrongWith: (entry: Entry, snapshot: AuditSnapshot) => string | undefined): EntryFamily['differences'] =>
  (entries, snapshot) =>
    entries.flatMap((entry) => {
      const wrong = wrongWith(entry, snapshot);
      return wrong === undefined ? [] : [`${entry.cause}: ${wrong}`];
    });

function differenceFrom({ cause, postings, or = [], optional }: ExpectedEntry, entry: Entry | undefined) {
  if (!entry) return optional ? undefined : `${cause}: has no entry`;
  if ([postings, ...or].some((one) => movesSame(one, entry.postings))) return undefined;
  return `${cause}: ${postingsText(entry.postings)}, by its record ${postingsText(postings)}`;
}

/** Whether both move the same money, in whatever order. */
export function movesSame(one: readonly Posting[], other: readonly Posting[]): boolean {
  const [left, right] = [netOf(one), netOf(other)];
  return left.size === right.size && [...left].every(([where, amount]) => right.get(where) === amount);
}

/**
 * The net amounts by account and side, without zeros. The available side counts for the whole account, since its
 * balances decide which shards pay. The frozen side counts for the shard, which the record names.
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

/** Formats postings on one line. */
const postingsText = (postings: readonly Posting[]): string =>
  [...netOf(postings)].map(([where, amount]) => `${where} ${amount}`).join(', ') || 'nothing moved';

export const postingOf = (account: Account, side: Side, amount: bigint): Posting => ({
  account,
  side,
  amount,
});

/** Postings that move `amount` from one account and side to another; a negative amount moves back. */
export const postingsBetween = (
  from: readonly [Account, Side],
  to: readonly [Account, Side],
  amount: bigint,
): Posting[] => [postingOf(...from, -amount), postingOf(...to, amount)];

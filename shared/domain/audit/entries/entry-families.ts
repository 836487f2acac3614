import type { Entry } from '../../money/ledger/entry.ts';
import type { CheckResult } from '../check.ts';
import type { AuditSnapshot } from '../snapshot.ts';
import { assignmentEntries } from './assignment-entries.ts';
import { exchangeEntries, transferEntries } from './conversion-entries.ts';
import {
  collectionEntries,
  correctionEntries,
  payoutEntries,
  writeOffEntries,
} from './correction-entries.ts';
import { paymentEntries, withdrawalEntries } from './dpt-entries.ts';
import type { EntryFamily } from './entry-family.ts';
import { feeEntries } from './fee-entries.ts';
import { depositEntries, prefundingEntries, rebalancingEntries } from './operator-entries.ts';
import { orderEntries } from './order-entries.ts';
import { suspenseEntries } from './suspense-entries.ts';
import { transactionEntries } from './transaction-entries.ts';

/** All kinds of entries. */
export const ENTRY_FAMILIES: readonly EntryFamily[] = [
  orderEntries,
  transactionEntries,
  feeEntries,
  depositEntries,
  prefundingEntries,
  rebalancingEntries,
  correctionEntries,
  payoutEntries,
  writeOffEntries,
  collectionEntries,
  exchangeEntries,
  transferEntries,
  withdrawalEntries,
  paymentEntries,
  assignmentEntries,
  suspenseEntries,
];

/** The family of entries with this cause. */
export const familyOf = (cause: string): EntryFamily | undefined =>
  ENTRY_FAMILIES.find(({ causes }) => causes.test(cause));

/**
 * Matches every entry with the record that caused it: one check for each family, and one for entries without a family.
 */
export function entriesMatchRecords(snapshot: AuditSnapshot): CheckResult[] {
  const byFamily = new Map<EntryFamily | undefined, Entry[]>(
    [undefined, ...ENTRY_FAMILIES].map((family) => [family, []]),
  );
  for (const entry of snapshot.entries) byFamily.get(familyOf(entry.cause))?.push(entry);
  return [...byFamily].map(([family, entries]) => {
    if (!family) {
      const differences = entries.map(({ cause }) => `${cause}: of no known kind`);
      return { name: 'every entry is of a known kind', examined: snapshot.entries.length, differences };
    }
    const differences = [...family.differences(entries, snapshot)];
    return { name: `entries of ${family.name} match their records`, examined: entries.length, differences };
  });
}

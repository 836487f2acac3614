import type { Entry } from '../../ledger/entry.ts';
import type { Books } from '../books.ts';
import type { Check } from '../check.ts';
import { assignments } from './assignments.ts';
import { exchanges, transfers } from './conversions.ts';
import { collections, corrections, payouts, writeOffs } from './corrections.ts';
import { payments, withdrawals } from './dpt.ts';
import type { Family } from './family.ts';
import { fees } from './fees.ts';
import { deposits, levellings, prefundings } from './operators.ts';
import { orders } from './orders.ts';
import { suspense } from './suspense.ts';
import { transactions } from './transactions.ts';

/** All kinds of entries that there are. */
export const FAMILIES: readonly Family[] = [
  orders,
  transactions,
  fees,
  deposits,
  prefundings,
  levellings,
  corrections,
  payouts,
  writeOffs,
  collections,
  exchanges,
  transfers,
  withdrawals,
  payments,
  assignments,
  suspense,
];

/** The family that an entry of this cause belongs to. */
export const familyOf = (cause: string): Family | undefined =>
  FAMILIES.find(({ causes }) => causes.test(cause));

/** Whether every entry is tied to the record that caused it: a check for each family, and one for entries of none. */
export function entriesAreTied(books: Books): Check[] {
  const byFamily = new Map<Family | undefined, Entry[]>(
    [undefined, ...FAMILIES].map((family) => [family, []]),
  );
  for (const entry of books.entries) byFamily.get(familyOf(entry.cause))?.push(entry);
  return [...byFamily].map(([family, entries]) => {
    if (!family) {
      const differences = entries.map(({ cause }) => `${cause}: of no known kind`);
      return { name: 'every entry is of a known kind', examined: books.entries.length, differences };
    }
    const differences = [...family.differences(entries, books)];
    return { name: `entries of ${family.name} are what was recorded`, examined: entries.length, differences };
  });
}

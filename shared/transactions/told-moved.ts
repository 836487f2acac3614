import { transTypes } from '../contract/codes.ts';
import { toMinor } from '../money/amount.ts';
import type { TransactionContent } from './event.ts';
import type { Booked, TransactionRecord } from './record.ts';

/** One of the two things that were told of a record. */
interface Facet {
  readonly content: TransactionContent;
  readonly booked: Booked;
}

/**
 * What merchants were told that a chain's records moved is what they moved, for the audit: as settled what the card spent,
 * as unsettled what was held and released by itself. What a clearing takes of its hold goes without saying.
 */
export function toldDifferences({
  told,
}: {
  readonly told: readonly { readonly record: TransactionRecord }[];
}): string[] {
  const facets = told.flatMap(({ record }) => [
    facetOf(record.unsettled, record.unsettledBooked),
    facetOf(record.settled, record.settledBooked),
  ]);
  const known = facets.filter((facet) => facet !== undefined);
  const settled = known.filter((facet) => isSettled(facet));
  const others = known.filter((facet) => !isSettled(facet));
  const sum = (of: readonly Facet[], amount: (facet: Facet) => bigint) =>
    of.reduce((total, facet) => total + amount(facet), 0n);
  return [
    ...differences(
      'took',
      sum(known, ({ booked }) => booked.spent),
      sum(settled, toldBy),
    ),
    ...differences(
      'held beside its clearings',
      sum(others, ({ booked }) => booked.held),
      sum(others, toldBy),
    ),
  ];
}

const facetOf = (content: TransactionContent | undefined, booked: Booked | undefined): Facet | undefined =>
  content && booked && { content, booked };

const isSettled = ({ content }: Facet): boolean => content.transStatus === '1' && content.transCategory === 2;

const differences = (what: string, moved: bigint, said: bigint): string[] =>
  moved === said ? [] : [`${what} ${moved}, by what its merchant was told ${said}`];

/** What was told that an event moved: out of the card, or back. What was declined moves nothing. */
function toldBy({ content, booked }: Facet): bigint {
  const { transStatus, transType, transCategory, localCurrency, localCurrencyAmt, fundsDirection } = content;
  if (transStatus !== '1') return 0n;
  const says =
    transCategory === 2 || transType === transTypes.consumption || transType === transTypes.reversal;
  const amount = booked.settleAmount ?? (says ? localCurrencyAmt : 0);
  const size = toMinor(String(Math.abs(amount)), localCurrency, 'settleAmount');
  return amount < 0 === (fundsDirection === 1) ? size : -size;
}

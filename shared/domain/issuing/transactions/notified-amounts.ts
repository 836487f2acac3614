import { transTypes } from '../../../wire/contract/codes.ts';
import { toMinor } from '../../../wire/money/amount.ts';
import type { BookedAmounts, Transaction } from '../model/transaction.ts';
import type { TransactionContent } from '../model/transaction-event.ts';

/** One of the two things that were told of a record. */
interface BookedContent {
  readonly content: TransactionContent;
  readonly booked: BookedAmounts;
}

/**
 * What merchants were told that a chain's records moved is what they moved, for the audit: as settled what the card spent,
 * as unsettled what was held and released by itself. What a clearing takes of its hold goes without saying.
 */
export function notifiedDifferences({
  told,
}: {
  readonly told: readonly { readonly record: Transaction }[];
}): string[] {
  const contents = told.flatMap(({ record }) => [
    bookedContentOf(record.unsettled, record.unsettledBooked),
    bookedContentOf(record.settled, record.settledBooked),
  ]);
  const known = contents.filter((facet) => facet !== undefined);
  const settled = known.filter((facet) => isSettled(facet));
  const others = known.filter((facet) => !isSettled(facet));
  const sum = (of: readonly BookedContent[], amount: (facet: BookedContent) => bigint) =>
    of.reduce((total, facet) => total + amount(facet), 0n);
  return [
    ...differences(
      'took',
      sum(known, ({ booked }) => booked.spent),
      sum(settled, notifiedAmount),
    ),
    ...differences(
      'held beside its clearings',
      sum(others, ({ booked }) => booked.held),
      sum(others, notifiedAmount),
    ),
  ];
}

const bookedContentOf = (
  content: TransactionContent | undefined,
  booked: BookedAmounts | undefined,
): BookedContent | undefined => content && booked && { content, booked };

const isSettled = ({ content }: BookedContent): boolean =>
  content.transStatus === '1' && content.transCategory === 2;

const differences = (what: string, moved: bigint, notified: bigint): string[] =>
  moved === notified ? [] : [`${what} ${moved}, by what its merchant was told ${notified}`];

/** What was told that an event moved: out of the card, or back. What was declined moves nothing. */
function notifiedAmount({ content, booked }: BookedContent): bigint {
  const { transStatus, transType, transCategory, localCurrency, localCurrencyAmt, fundsDirection } = content;
  if (transStatus !== '1') return 0n;
  const says =
    transCategory === 2 || transType === transTypes.consumption || transType === transTypes.reversal;
  const amount = booked.settleAmount ?? (says ? localCurrencyAmt : 0);
  const size = toMinor(String(Math.abs(amount)), localCurrency, 'settleAmount');
  return amount < 0 === (fundsDirection === 1) ? size : -size;
}

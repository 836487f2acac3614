import { transTypes } from '../../../wire/contract/codes.ts';
import { toMinor } from '../../../wire/money/amount.ts';
import type { BookedAmounts, Transaction } from '../model/transaction.ts';
import type { TransactionContent } from '../model/transaction-event.ts';

/** One of the two contents of a transaction. */
interface BookedContent {
  readonly content: TransactionContent;
  readonly booked: BookedAmounts;
}

/**
 * Compares, for the audit, what merchants were notified of with what the transactions of an authorization
 * moved: settled contents with what the card spent, unsettled ones with what was held and released on its
 * own. A clearing implies that it uses up its hold.
 */
export function notifiedDifferences({
  members,
}: {
  readonly members: readonly { readonly record: Transaction }[];
}): string[] {
  const contents = members.flatMap(({ record }) => [
    bookedContentOf(record.unsettled, record.unsettledAmounts),
    bookedContentOf(record.settled, record.settledAmounts),
  ]);
  const known = contents.filter((each) => each !== undefined);
  const settled = known.filter((each) => isSettled(each));
  const others = known.filter((each) => !isSettled(each));
  const sum = (of: readonly BookedContent[], amount: (each: BookedContent) => bigint) =>
    of.reduce((total, each) => total + amount(each), 0n);
  return [
    ...differences(
      'spent',
      sum(known, ({ booked }) => booked.spent),
      sum(settled, notifiedAmount),
    ),
    ...differences(
      'held apart from clearings',
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
  moved === notified ? [] : [`${what} ${moved}, by its merchant's notifications ${notified}`];

/**
 * The amount that the merchant was notified of: out of the card, or back. A declined transaction moves
 * nothing.
 */
function notifiedAmount({ content, booked }: BookedContent): bigint {
  const { transStatus, transType, transCategory, localCurrency, localCurrencyAmt, fundsDirection } = content;
  if (transStatus !== '1') return 0n;
  const impliesAmount =
    transCategory === 2 || transType === transTypes.consumption || transType === transTypes.reversal;
  const amount = booked.settleAmount ?? (impliesAmount ? localCurrencyAmt : 0);
  const size = toMinor(String(Math.abs(amount)), localCurrency, 'settleAmount');
  return amount < 0 === (fundsDirection === 1) ? size : -size;
}

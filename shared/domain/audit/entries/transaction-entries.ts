import { EMBEDDED } from '../../issuer-name.ts';
import { spendingAccount } from '../../issuing/model/card.ts';
import type { BookedAmounts, Transaction } from '../../issuing/model/transaction.ts';
import type { TransactionContent } from '../../issuing/model/transaction-event.ts';
import {
  merchantCardAccount,
  networkAccount,
  upstreamAccount,
  upstreamCardsAccount,
} from '../../money/ledger/account.ts';
import type { Posting } from '../../money/ledger/posting.ts';
import { type EntryFamily, type ExpectedEntry, matchedToRecords, postingOf } from './entry-family.ts';

/**
 * What card transactions hold, take and return. How much an event moves depends on the events before it, so the record
 * stores what it moved, and each entry equals that. `authorizationDifferences` compares their sum with the
 * authorization.
 */
export const transactionEntries: EntryFamily = {
  name: 'card transactions',
  causes: /^(transaction\/.+\/[12]|hold\/.+\/expired)$/,
  differences: matchedToRecords(({ records }) => {
    const firstEnds = firstEndsOf(records);
    return records.flatMap((record) => [
      ...expectedEntries(record, record.unsettled, record.unsettledAmounts, firstEnds.has(record)),
      ...expectedEntries(record, record.settled, record.settledAmounts),
    ]);
  }),
};

/** The first expiry of each hold: later ones are of money that was held again. */
function firstEndsOf(records: readonly Transaction[]): ReadonlySet<Transaction> {
  const first = new Map<string, Transaction>();
  for (const record of records) {
    if (record.expiryOf === undefined) continue;
    const hold = `${record.expiryOf}/${record.cardId}/${record.unsettled?.originRecordNo}`;
    const known = first.get(hold);
    if (!known || record.createdKey < known.createdKey) first.set(hold, record);
  }
  return new Set(first.values());
}

/** The entry of a record in one category; none if it moved nothing. */
function expectedEntries(
  record: Transaction,
  content: TransactionContent | undefined,
  booked: BookedAmounts | undefined,
  isFirstEnd = false,
): ExpectedEntry[] {
  if (!content) return [];
  const { recordNo, expiryOf, cardId } = record;
  const cause = isFirstEnd
    ? `hold/${expiryOf}/${cardId}/${content.originRecordNo}/expired`
    : `transaction/${recordNo}/${content.transCategory}`;
  const { held, spent } = booked ?? { held: 0n, spent: 0n };
  if (held === 0n && spent === 0n) return [];
  return [{ cause, postings: postingsOf(record, content, held, spent) }];
}

/**
 * What moves between the card, or the merchant's account once the card is closed, and the account that settles with the network.
 */
function postingsOf(
  { issuer, cardId, userNo, groupId }: Transaction,
  { localCurrency: currency, fundsType }: TransactionContent,
  held: bigint,
  spent: bigint,
): Posting[] {
  const own = spendingAccount({ cardId, currency, ...(groupId !== undefined && { groupId }) });
  const isClosed = fundsType === 2;
  const spendable = isClosed ? merchantCardAccount(userNo, currency) : own;
  const onCard = [postingOf(own, 'frozen', held), postingOf(spendable, 'available', -held - spent)];
  if (issuer === EMBEDDED) return [...onCard, postingOf(networkAccount(currency), 'available', spent)];
  const mirrored = isClosed ? held : -spent;
  return [
    ...onCard,
    postingOf(upstreamCardsAccount(issuer, currency), 'available', -mirrored),
    postingOf(upstreamAccount(issuer, currency), 'available', isClosed ? held + spent : 0n),
  ];
}

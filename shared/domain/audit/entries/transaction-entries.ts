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
import type { Posting } from '../../money/ledger/entry.ts';
import { type EntryFamily, type ExpectedEntry, matchedToRecords, postingOf } from './entry-family.ts';

/**
 * What a card's transactions hold, take and give back. How much of it an event moves depends on what was told before it, so
 * the record keeps what it moved: each entry is that, and together they are what their chain holds and took by all that was
 * told of it (`chainDifferences`).
 */
export const transactionEntries: EntryFamily = {
  name: 'card transactions',
  causes: /^(transaction\/.+\/[12]|hold\/.+\/expired)$/,
  differences: matchedToRecords(({ records }) => {
    const firstEnds = firstEndsOf(records);
    return records.flatMap((record) => [
      ...expectedEntries(record, record.unsettled, record.unsettledBooked, firstEnds.has(record)),
      ...expectedEntries(record, record.settled, record.settledBooked),
    ]);
  }),
};

/** The ends of holds but those of what was held again afterwards. */
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

/** The entry of what was told of a record in one category; none where it moved nothing. */
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

/** What moves between what the card spends from, or the account of a card that was closed, and whoever settles with the network. */
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

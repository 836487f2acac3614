import { opTypes } from '../../../wire/contract/codes.ts';
import { feesAccount, merchantCardAccount } from '../../money/ledger/account.ts';
import { type EntryFamily, ID_PATTERN, matchedToRecords, postingsBetween } from './entry-family.ts';

/** Fees for assigning physical cards. Every card that was not opened by an order was assigned. */
export const assignmentEntries: EntryFamily = {
  name: 'assignments',
  causes: new RegExp(`^assignment/${ID_PATTERN}$`),
  differences: matchedToRecords(({ cards, orders }) => {
    const opened = new Set(
      orders.flatMap(({ opType, orderId }) => (opType === opTypes.cardOpening ? [orderId] : [])),
    );
    return [...cards.values()]
      .filter(({ cardId }) => !opened.has(cardId))
      .map(({ cardId, userNo, currency, openFee }) => ({
        cause: `assignment/${cardId}`,
        postings: postingsBetween(
          [merchantCardAccount(userNo, currency), 'available'],
          [feesAccount(currency), 'available'],
          openFee ?? 0n,
        ),
      }));
  }),
};

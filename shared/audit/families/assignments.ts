import { opTypes } from '../../contract/codes.ts';
import { feesAccount, merchantCardAccount } from '../../ledger/accounts.ts';
import { type Family, ID, moved, tied } from './family.ts';

/** What a physical card cost when it was given to its holder: every card that no order opened was. */
export const assignments: Family = {
  name: 'assignments',
  causes: new RegExp(`^assignment/${ID}$`),
  differences: tied(({ cards, orders }) => {
    const opened = new Set(
      orders.flatMap(({ opType, orderId }) => (opType === opTypes.cardOpening ? [orderId] : [])),
    );
    return [...cards.values()]
      .filter(({ cardId }) => !opened.has(cardId))
      .map(({ cardId, userNo, currency, openFee }) => ({
        cause: `assignment/${cardId}`,
        postings: moved(
          [merchantCardAccount(userNo, currency), 'available'],
          [feesAccount(currency), 'available'],
          openFee ?? 0n,
        ),
      }));
  }),
};

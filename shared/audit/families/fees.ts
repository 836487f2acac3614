import { spendingAccount } from '../../cards/card.ts';
import { EMBEDDED } from '../../issuer/issuer-name.ts';
import {
  merchantCardAccount,
  networkAccount,
  upstreamAccount,
  upstreamCardsAccount,
} from '../../ledger/accounts.ts';
import { toMinor } from '../../money/amount.ts';
import type { Notification } from '../../notifications/notification.ts';
import type { Books } from '../books.ts';
import { type Expected, type Family, ID, moved, tied } from './family.ts';

/** What the network took for a transaction, or gave back: the merchant was told of each. */
export const fees: Family = {
  name: 'fees',
  causes: new RegExp(`^fee/${ID}/.+$`),
  differences: tied((books) =>
    books.notifications.filter(({ type }) => type === 'trade_fee').map((told) => feeOf(told, books)),
  ),
};

/** Whether the card or its account paid said the BIN range of that day, which nobody wrote down: either is right. */
function feeOf({ notificationId, content }: Notification, { cards }: Books): Expected {
  const subject = notificationId.slice('trade_fee/'.length);
  const { cardId, userNo, realFee, realCcy } = JSON.parse(content);
  const card = cards.get(cardId);
  const issuer = card?.issuer ?? EMBEDDED;
  const amount = toMinor(String(realFee), realCcy, 'realFee');
  const [ofMerchants, ofCards] =
    issuer === EMBEDDED
      ? [networkAccount(realCcy), networkAccount(realCcy)]
      : [upstreamAccount(issuer, realCcy), upstreamCardsAccount(issuer, realCcy)];
  const cardMayPay = card?.currency === realCcy;
  const payer = merchantCardAccount(userNo, realCcy);
  return {
    cause: `fee/${subject}`,
    postings: moved([payer, 'available'], [ofMerchants, 'available'], amount),
    ...(card &&
      cardMayPay && { or: [moved([spendingAccount(card), 'available'], [ofCards, 'available'], amount)] }),
  };
}

import { toMinor } from '../../../wire/money/amount.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { spendingAccount } from '../../issuing/model/card.ts';
import {
  merchantCardAccount,
  networkAccount,
  upstreamAccount,
  upstreamCardsAccount,
} from '../../money/ledger/account.ts';
import { type Notification, subjectOf } from '../../notifications/notification.ts';
import type { AuditSnapshot } from '../snapshot.ts';
import {
  type EntryFamily,
  type ExpectedEntry,
  ID_PATTERN,
  matchedToRecords,
  postingsBetween,
} from './entry-family.ts';

/** Network fees and their refunds. The record of each is the merchant's notification. */
export const feeEntries: EntryFamily = {
  name: 'fees',
  causes: new RegExp(`^fee/${ID_PATTERN}/.+$`),
  differences: matchedToRecords((snapshot) =>
    snapshot.notifications
      .filter(({ type }) => type === 'trade_fee')
      .map((notification) => feeOf(notification, snapshot)),
  ),
};

// The BIN range of that day decided whether the card or the account paid. It is not recorded, so either is accepted.
function feeOf(notification: Notification, { cards }: AuditSnapshot): ExpectedEntry {
  const { cardId, userNo, realFee, realCcy } = JSON.parse(notification.content);
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
    cause: `fee/${subjectOf(notification)}`,
    postings: postingsBetween([payer, 'available'], [ofMerchants, 'available'], amount),
    ...(card &&
      cardMayPay && {
        or: [postingsBetween([spendingAccount(card), 'available'], [ofCards, 'available'], amount)],
      }),
  };
}

import type { cardPage } from '../../../wire/contract/operations/cards.ts';
import type { ResultOf } from '../../../wire/contract/operations/operation.ts';
import { formatDateTime } from '../../../wire/contract/time.ts';
import { sumToMajor } from '../../../wire/money/amount.ts';
import type { Balance } from '../../money/ledger/balance.ts';
import type { Card, CardStatus } from '../model/card.ts';
import { billAddressInfo, type Cardholder, cardUserInfo } from '../model/cardholder.ts';

type WireCard = ResultOf<typeof cardPage>['list'][number];

/** The card's status code on the wire, a String, with its description (contract section 3.2). */
export const wireCardStatus: Readonly<
  Record<CardStatus, { code: '0' | '1' | '2' | '3'; description: string }>
> = {
  closed: { code: '0', description: 'closed' },
  active: { code: '1', description: 'in use' },
  frozen: { code: '2', description: 'frozen' },
  closing: { code: '2', description: 'frozen, cancellation in process' },
  'awaiting-activation': { code: '3', description: 'awaiting activation' },
};

/** Returns what can be spent with the card. A supplementary card's own limit may allow less than its group's pool. */
function spendable({ limit, usedAmount }: Card, { available }: Balance): bigint {
  if (limit === undefined) return available;
  const left = limit - usedAmount;
  return left < available ? left : available;
}

/** Returns the card as inquiries show it, with a masked number. `balance` is that of its spending account. */
export function wireCard(card: Card, balance: Balance, utcOffset: string, holder?: Cardholder): WireCard {
  const major = (minor: bigint) => sumToMajor(minor, card.currency);
  const status = wireCardStatus[card.status];
  return {
    cardId: card.cardId,
    userNo: card.userNo,
    cardNo: card.maskedNumber,
    cardAlias: card.alias,
    cardLabel: card.label,
    cardExpiryDate: card.expiry,
    localCurrency: card.currency,
    startActiveDate: card.startDate,
    endCloseDate: card.endDate,
    cardType: card.cardType,
    cardForm: card.cardForm,
    ...(card.groupId !== undefined && { groupId: card.groupId }),
    minAuthAmt: major(card.minAmount),
    maxAuthAmt: major(card.maxAmount),
    ...(card.limit !== undefined && { creditLimitAmt: major(card.limit) }),
    balanceAmt: major(spendable(card, balance)),
    usedAuthAmt: major(card.usedAmount),
    enableMultiUse: card.multiUse ? 1 : 0,
    enableCurrencyCheck: card.currencyCheck ? 1 : 0,
    ...(card.closedAmount !== undefined && { cardClosedAmt: major(card.closedAmount) }),
    cardStatus: status.code,
    cardStatusDesc: status.description,
    createTime: formatDateTime(card.createdAt, utcOffset),
    ...(holder && { cardUserInfo: cardUserInfo(holder), billAddressInfo: billAddressInfo(holder) }),
  };
}

import { ParameterInvalid } from '../contract/errors.ts';
import { type NotificationContent, type ReceivedContent, transTypes } from '../contract/notifications.ts';
import { formatDateTime, parseDateTime } from '../contract/time.ts';
import type { IssuerName } from '../issuer/issuer.ts';
import { toMajor, toMinor } from '../money/amount.ts';

/** What merchants are told of a transaction. */
export type TransactionContent = NotificationContent<'card_transaction'>;

/** 1 unsettled: authorized, or known before it is cleared. 2 settled: cleared. */
export type Category = 1 | 2;

/**
 * Something that happened to a card at the network: an authorization, its reversal, a clearing, a refund. It is
 * identified by its issuer, record number and category: a settlement is told under its authorization's number.
 */
export interface TransactionEvent {
  readonly issuer: IssuerName;
  readonly recordNo: string;
  readonly cardId: string;
  /** The authorization that this one reverses, clears or refunds. */
  readonly originRecordNo?: string;
  readonly transType: string;
  /** Declined: nothing moves. */
  readonly approved: boolean;
  readonly category: Category;
  /** Epoch milliseconds. */
  readonly transactedAt: number;
  /** What it moves, in minor units of the card's currency: of a settlement what was settled. */
  readonly amount: bigint;
  /** 0 out of the card, 1 into it. */
  readonly direction: 0 | 1;
  /** As the merchant is told of it. */
  readonly content: TransactionContent;
}

const INTO_THE_CARD: readonly string[] = [transTypes.reversal, transTypes.refund];

/** The number of the chain that the event belongs to: its authorization's. */
export const rootOf = ({ originRecordNo, recordNo }: TransactionEvent): string => originRecordNo ?? recordNo;

/** Everything that an event's content is made from, amounts in minor units and times in epoch milliseconds. */
interface Told {
  readonly card: { readonly cardId: string; readonly currency: string; readonly issuer: IssuerName };
  readonly utcOffset: string;
}

/** The event that a content which an upstream told stands for. ParameterInvalid where it is not about money of the card. */
export function eventFrom(
  content: ReceivedContent<'card_transaction'>,
  { card, utcOffset }: Told,
): TransactionEvent {
  const { currency } = card;
  if (content.localCurrency !== currency)
    throw new ParameterInvalid('localCurrency', `must be that of the card, ${currency}`);
  const local = toMinor(content.localCurrencyAmt, currency, 'localCurrencyAmt');
  const settled =
    content.settleAmount === undefined ? undefined : toMinor(content.settleAmount, currency, 'settleAmount');
  if (content.transCurrency !== undefined)
    toMinor(content.transCurrencyAmt, content.transCurrency, 'transCurrencyAmt');
  const direction = directionOf(content);
  const { transCurrencyAmt, localCurrencyAmt: _, settleAmount: __, ...texts } = content;
  return {
    issuer: card.issuer,
    recordNo: content.recordNo,
    cardId: card.cardId,
    ...(content.originRecordNo !== undefined && { originRecordNo: content.originRecordNo }),
    transType: content.transType,
    approved: content.transStatus === '1',
    category: content.transCategory,
    transactedAt: parseDateTime(content.transactionTime, utcOffset),
    amount: content.transCategory === 2 ? (settled ?? local) : local,
    direction,
    content: {
      ...texts,
      transCurrencyAmt: Number(transCurrencyAmt),
      localCurrencyAmt: toMajor(local, currency),
      ...(settled !== undefined && { settleAmount: toMajor(settled, currency) }),
      fundsDirection: direction,
    },
  };
}

function directionOf({ transType, fundsDirection }: ReceivedContent<'card_transaction'>): 0 | 1 {
  if (transType !== transTypes.settlementDifference) return INTO_THE_CARD.includes(transType) ? 1 : 0;
  if (fundsDirection === undefined)
    throw new ParameterInvalid('fundsDirection', 'is required for a settlement difference');
  return fundsDirection;
}

/** The content of the reversal that releases a hold which was never cleared. */
export function expiryContent(
  {
    recordNo,
    originRecordNo,
    cardId,
    currency,
  }: {
    readonly recordNo: string;
    readonly originRecordNo: string;
    readonly cardId: string;
    readonly currency: string;
  },
  amount: bigint,
  at: { readonly now: number; readonly utcOffset: string },
): TransactionContent {
  const released = toMajor(amount, currency);
  return {
    recordNo,
    cardId,
    transactionTime: formatDateTime(at.now, at.utcOffset),
    transCurrency: currency,
    transCurrencyAmt: released,
    localCurrency: currency,
    localCurrencyAmt: released,
    merchantName: 'Expired authorization',
    transType: transTypes.reversal,
    transStatus: '1',
    originRecordNo,
    transCategory: 1,
    fundsDirection: 1,
    respCode: '000000',
    respCodeDesc: 'authorization expired',
  };
}

import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../../runtime/store/item.ts';
import { transTypes } from '../../../wire/contract/codes.ts';
import { RequestNumberReused } from '../../../wire/errors.ts';
import { EMBEDDED, type IssuerName } from '../../issuer-name.ts';
import type { Card } from './card.ts';
import type { TransactionContent, TransactionEvent } from './transaction-event.ts';

/** How an event of a record was booked, and what merchants are told of it beside what was told here. */
export interface BookedAmounts {
  /** What it added to what the card's chain holds and took, in minor units; negative gives back. */
  readonly held: bigint;
  readonly spent: bigint;
  /** What it moved, in major units, where merchants are told that. */
  readonly settleAmount?: number;
  /** The merchant's number of what it follows, where that is another than was told. */
  readonly originRecordNo?: string;
}

/** Why a purchase was declined, for operators: never on the wire. Amounts in minor units of the card's currency. */
export interface Decline {
  /** The check that failed. */
  readonly check: string;
  readonly amount: bigint;
  /** What could be spent at that moment, and what of the card was used. */
  readonly available: bigint;
  readonly used: bigint;
  readonly limit?: bigint;
}

/** A transaction as its merchant sees it: what was told of it unsettled and settled, whichever came first. */
export interface Transaction {
  readonly issuer: IssuerName;
  /** Whose the number is that it was told under (`numberingOf`); `embedded` for what this platform says itself. */
  readonly source: string;
  /** The merchant's number of it: no other record has it, whoever tells of that. */
  readonly recordNo: string;
  /** The number that it was told under, where the merchant's is another: that was somebody else's already. */
  readonly toldNo?: string;
  readonly cardId: string;
  readonly userNo: string;
  readonly groupId?: string;
  readonly cardType: 1 | 2;
  readonly transType: string;
  readonly transStatus: string;
  readonly transCategory: 1 | 2;
  /** Epoch milliseconds: when this platform learned of it first. */
  readonly createdAt: number;
  /** Sort keys of the indexes: the time as 13 digits, then the number. */
  readonly createdKey: string;
  readonly transactedKey: string;
  /** As it was told here, under the numbers of who told it. */
  readonly unsettled?: TransactionContent;
  readonly settled?: TransactionContent;
  readonly unsettledBooked?: BookedAmounts;
  readonly settledBooked?: BookedAmounts;
  /** Of the end of a hold: whose authorization it was that held. */
  readonly expiryOf?: string;
  /** Of what this platform says beside an event, which cannot say it itself: whose event that was. */
  readonly adjustmentOf?: string;
  /** Of a hold that an operator released: why. */
  readonly reason?: string;
  readonly decline?: Decline;
}

/** Which part of the record an event fills. */
export const settlementStageOf = ({
  category,
}: Pick<TransactionEvent, 'category'>): 'unsettled' | 'settled' => (category === 1 ? 'unsettled' : 'settled');

/** The key of a transaction's record, by its merchant's number. */
export const transactionKey = ({ recordNo }: Pick<Transaction, 'recordNo'>) => ({
  pk: `record/${recordNo}`,
});

/** The key of what tells the merchant's number of a record, where that is not the number that it was told under. */
export const upstreamRecordNoKey = (source: string, upstreamRecordNo: string) => ({
  pk: `told/${source}/${upstreamRecordNo}`,
});

/** A bound or key of the indexes by time: all digits, so that text sorts as time does. */
export const timeKey = (epochMs: number, recordNo = ''): string =>
  `${String(Math.max(epochMs, 0)).padStart(13, '0')}/${recordNo}`;

/** The record that a stored item holds, without its key. */
export function transactionFrom({ pk: _, ...item }: Item): Transaction {
  const record = item as unknown as Transaction;
  const { unsettledBooked, settledBooked, decline } = record;
  return {
    ...record,
    ...(unsettledBooked && { unsettledBooked: bookedAmountsFrom(unsettledBooked) }),
    ...(settledBooked && { settledBooked: bookedAmountsFrom(settledBooked) }),
    ...(decline && { decline: declineFrom(decline) }),
  };
}

const bookedAmountsFrom = (booked: BookedAmounts): BookedAmounts => ({
  ...booked,
  held: BigInt(booked.held),
  spent: BigInt(booked.spent),
});

const declineFrom = ({ limit, ...decline }: Decline): Decline => ({
  ...decline,
  amount: BigInt(decline.amount),
  available: BigInt(decline.available),
  used: BigInt(decline.used),
  ...(limit !== undefined && { limit: BigInt(limit) }),
});

/** The number that a record was told under. */
export const upstreamRecordNoOf = ({ toldNo, recordNo }: Transaction): string => toldNo ?? recordNo;

/** Whose the numbers of a record's chain are. */
export const authorizationSourceOf = ({ source, expiryOf, adjustmentOf }: Transaction): string =>
  expiryOf ?? adjustmentOf ?? source;

/** The number by which the chain of a record is found: the platform's own records have none there, but name one. */
export const authorizationNoOf = (record: Transaction): string =>
  (isPlatformGenerated(record) ? (record.settled ?? record.unsettled)?.originRecordNo : undefined) ??
  upstreamRecordNoOf(record);

/** Whether this platform says it by itself: nobody told it. */
export const isPlatformGenerated = ({ expiryOf, adjustmentOf }: Transaction): boolean =>
  expiryOf !== undefined || adjustmentOf !== undefined;

/**
 * Whether the event was told before: what moves money says so, texts may differ.
 *
 * @throws RequestNumberReused when something else was told under its number
 */
export function isDuplicate(record: Transaction | undefined, event: TransactionEvent): boolean {
  if (!record) return false;
  if (record.cardId !== event.cardId) throw new RequestNumberReused();
  const known = record[settlementStageOf(event)];
  if (!known) return false;
  if (!isDeepStrictEqual(moneyFieldsOf(known), moneyFieldsOf(event.content))) throw new RequestNumberReused();
  return true;
}

/** What of a content moves money, and of which transaction. */
function moneyFieldsOf(content: TransactionContent) {
  const { localCurrency, localCurrencyAmt, settleAmount, transCategory } = content;
  const { transType, transStatus, originRecordNo, fundsDirection } = content;
  const amount = transCategory === 2 ? (settleAmount ?? localCurrencyAmt) : localCurrencyAmt;
  // What a settled reversal is for beyond what was settled of it releases the hold.
  const released = transType === transTypes.reversal && localCurrencyAmt > amount && localCurrencyAmt;
  return {
    localCurrency,
    amount,
    released,
    transCategory,
    transType,
    transStatus,
    originRecordNo,
    fundsDirection,
  };
}

/** What there is to say of an event's record beside the event. */
export interface TransactionDetails extends Pick<Transaction, 'recordNo' | 'reason' | 'decline'> {
  readonly card: Card;
  readonly booked: BookedAmounts;
  readonly now: number;
}

/** The record with the event in it; the same for any order of its two events, but for `createdAt` and how they were booked. */
export function transactionWith(
  known: Transaction | undefined,
  event: TransactionEvent,
  { card, booked, now, recordNo, ...more }: TransactionDetails,
): Transaction {
  const createdAt = known?.createdAt ?? now;
  // The clearing's own event is never there already: that would be a repeat.
  const isLatest = !known?.settled;
  const latest = {
    transType: event.transType,
    transStatus: event.approved ? '1' : '2',
    transCategory: event.category,
    transactedKey: timeKey(event.transactedAt, recordNo),
  };
  return {
    ...(known ?? {
      issuer: card.issuer,
      source: event.expires || event.adjusts ? EMBEDDED : event.source,
      recordNo,
      ...(recordNo !== event.recordNo && { toldNo: event.recordNo }),
      ...(event.expires && { expiryOf: event.source }),
      ...(event.adjusts && { adjustmentOf: event.source }),
      cardId: card.cardId,
      userNo: card.userNo,
      ...(card.groupId !== undefined && { groupId: card.groupId }),
      cardType: card.cardType,
    }),
    createdAt,
    createdKey: timeKey(createdAt, recordNo),
    ...(isLatest && latest),
    ...more,
    [settlementStageOf(event)]: event.content,
    [`${settlementStageOf(event)}Booked`]: booked,
  } as Transaction;
}

/** The record as it was told here: settled, with what only its authorization said. */
export const contentAsReceived = ({ unsettled, settled }: Transaction): TransactionContent =>
  ({ ...unsettled, ...settled }) as TransactionContent;

/** The record as Transaction Inquiry tells it. */
export function inquiryContentOf(record: Transaction): TransactionContent {
  const { unsettled, settled, unsettledBooked, settledBooked, recordNo } = record;
  return {
    ...(unsettled && contentForMerchant(unsettled, recordNo, unsettledBooked)),
    ...(settled && contentForMerchant(settled, recordNo, settledBooked)),
  } as TransactionContent;
}

/** What merchants are told of an event: under their numbers, with what it moved. */
export const contentForMerchant = (
  content: TransactionContent,
  recordNo: string,
  { settleAmount, originRecordNo }: Pick<BookedAmounts, 'settleAmount' | 'originRecordNo'> = {},
): TransactionContent => ({
  ...content,
  recordNo,
  ...(settleAmount !== undefined && { settleAmount }),
  ...(originRecordNo !== undefined && { originRecordNo }),
});

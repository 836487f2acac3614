import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../../runtime/store/item.ts';
import { transTypes } from '../../../wire/contract/codes.ts';
import { RequestNumberReused } from '../../../wire/errors.ts';
import { EMBEDDED, type IssuerName } from '../../issuer-name.ts';
import type { Card } from './card.ts';
import type { TransactionContent, TransactionEvent } from './transaction-event.ts';

/** What posting an event changed, and what the merchant is notified of instead of the upstream's values. */
export interface BookedAmounts {
  /** Change of the authorization's hold, and of what it has spent, in minor units; negative gives back. */
  readonly held: bigint;
  readonly spent: bigint;
  /** The amount moved, in major units, where the merchant is notified of one. */
  readonly settleAmount?: number;
  /** The merchant's number of the record that this one follows, if it differs from the upstream's. */
  readonly originRecordNo?: string;
}

/**
 * Why a purchase was declined, for operators only: never on the wire. Amounts in minor units of the card's
 * currency.
 */
export interface Decline {
  /** The check that failed. */
  readonly check: string;
  readonly amount: bigint;
  /** What could be spent at that moment, and how much of the card was used. */
  readonly available: bigint;
  readonly used: bigint;
  readonly limit?: bigint;
}

/**
 * A transaction as its merchant sees it: what the upstream reported unsettled and settled, in whichever
 * order.
 */
export interface Transaction {
  readonly issuer: IssuerName;
  /**
   * The source whose number the upstream reported it under (`numberNamespace`); `embedded` for this platform's
   * own records.
   */
  readonly source: string;
  /** The merchant's number for it, unique across all upstreams. */
  readonly recordNo: string;
  /** The upstream's number, if another record already had that number and the merchant's is a different one. */
  readonly upstreamRecordNo?: string;
  readonly cardId: string;
  readonly userNo: string;
  readonly groupId?: string;
  readonly cardType: 1 | 2;
  readonly transType: string;
  readonly transStatus: string;
  readonly transCategory: 1 | 2;
  /** When this platform first learned of it, in epoch milliseconds. */
  readonly createdAt: number;
  /** Sort keys of the indexes: the time as 13 digits, then the number. */
  readonly createdKey: string;
  readonly transactedKey: string;
  /** As the upstream reported it, with the upstream's numbers. */
  readonly unsettled?: TransactionContent;
  readonly settled?: TransactionContent;
  readonly unsettledAmounts?: BookedAmounts;
  readonly settledAmounts?: BookedAmounts;
  /** When this platform learned of the later of its two events, whichever it is, in epoch milliseconds. */
  readonly unsettledAt?: number;
  readonly settledAt?: number;
  /** For the end of a hold: the source of the authorization that held. */
  readonly expiryOf?: string;
  /** For this platform's adjustment beside an event: the source of that event. */
  readonly adjustmentOf?: string;
  /** Why an operator released the hold. */
  readonly reason?: string;
  readonly decline?: Decline;
}

/**
 * The request of a card network that a transaction answers, and the response less its number. Of a purchase without a
 * card nothing else is stored.
 */
export interface NetworkRequest {
  /** The upstream's number. */
  readonly userNo: string;
  readonly networkId: string;
  readonly fingerprint: string;
  readonly response: Item;
}

/** Returns the request that the item of a transaction answers, if any. */
export const networkRequestIn = (item: Item): NetworkRequest | undefined =>
  item['request'] as NetworkRequest | undefined;

/** Whether the item under a number is a transaction: not the response to a purchase without a card. */
export const isTransaction = (item: Item): boolean => item['cardId'] !== undefined;

/** The part of the record that an event fills. */
export const settlementStageOf = ({
  category,
}: Pick<TransactionEvent, 'category'>): 'unsettled' | 'settled' => (category === 1 ? 'unsettled' : 'settled');

/** The key of a transaction, by the merchant's number. */
export const transactionKey = ({ recordNo }: Pick<Transaction, 'recordNo'>) => ({
  pk: `record/${recordNo}`,
});

/** The key of the item that maps an upstream's number to the merchant's, where the two differ. */
export const upstreamRecordNoKey = (source: string, upstreamRecordNo: string) => ({
  pk: `upstream-record/${source}/${upstreamRecordNo}`,
});

/**
 * A sort key of the indexes by time, or a bound of one. Zero-padded digits, so that text sorts as time does. `next`
 * orders what has the same time.
 */
export const timeKey = (epochMs: number, next = ''): string =>
  `${String(Math.max(epochMs, 0)).padStart(13, '0')}/${next}`;

/** Parses a stored transaction. */
export function transactionFrom({ pk: _, request: __, ...item }: Item): Transaction {
  const record = item as unknown as Transaction;
  const { unsettledAmounts, settledAmounts, decline } = record;
  return {
    ...record,
    ...(unsettledAmounts && { unsettledAmounts: bookedAmountsFrom(unsettledAmounts) }),
    ...(settledAmounts && { settledAmounts: bookedAmountsFrom(settledAmounts) }),
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

/** The number under which the upstream reported the transaction. */
export const upstreamRecordNoOf = ({ upstreamRecordNo, recordNo }: Transaction): string =>
  upstreamRecordNo ?? recordNo;

/** The source whose numbers the transaction's authorization uses. */
export const authorizationSourceOf = ({ source, expiryOf, adjustmentOf }: Transaction): string =>
  expiryOf ?? adjustmentOf ?? source;

/**
 * The number by which the transaction's authorization is found. This platform's own records have no number
 * there, but name one.
 */
export const authorizationNoOf = (record: Transaction): string =>
  (isPlatformGenerated(record) ? (record.settled ?? record.unsettled)?.originRecordNo : undefined) ??
  upstreamRecordNoOf(record);

/** Whether this platform generated the transaction: no upstream reported it. */
export const isPlatformGenerated = ({ expiryOf, adjustmentOf }: Transaction): boolean =>
  expiryOf !== undefined || adjustmentOf !== undefined;

/**
 * Whether the event was reported before. Compares what moves money; texts may differ.
 *
 * @throws RequestNumberReused when the number was used for something else
 */
export function isDuplicate(record: Transaction | undefined, event: TransactionEvent): boolean {
  if (!record) return false;
  if (record.cardId !== event.cardId) throw new RequestNumberReused();
  const known = record[settlementStageOf(event)];
  if (!known) return false;
  if (!isDeepStrictEqual(moneyFieldsOf(known), moneyFieldsOf(event.content))) throw new RequestNumberReused();
  return true;
}

/** The fields that decide what moves money, and for which transaction. */
function moneyFieldsOf(content: TransactionContent) {
  const { localCurrency, localCurrencyAmt, settleAmount, transCategory } = content;
  const { transType, transStatus, originRecordNo, fundsDirection } = content;
  const amount = transCategory === 2 ? (settleAmount ?? localCurrencyAmt) : localCurrencyAmt;
  // The part of a settled reversal that exceeds its settled amount releases the hold.
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

/** What a transaction stores besides the event. */
interface TransactionDetails extends Pick<Transaction, 'recordNo' | 'reason' | 'decline'> {
  readonly card: Card;
  readonly booked: BookedAmounts;
  readonly now: number;
}

/**
 * Returns the transaction with the event added. The order of its two events matters only for their times and
 * the booked amounts.
 */
export function transactionWith(
  known: Transaction | undefined,
  event: TransactionEvent,
  { card, booked, now, recordNo, ...more }: TransactionDetails,
): Transaction {
  const createdAt = known?.createdAt ?? now;
  const createdKey = timeKey(createdAt, recordNo);
  const stage = settlementStageOf(event);
  // `known` never has the settled event already if this is it: that would be a duplicate.
  const isLatest = !known?.settled;
  const latest = {
    transType: event.transType,
    transStatus: event.approved ? '1' : '2',
    transCategory: event.category,
    // The network's times are whole seconds: within one, transactions are listed in the order in which they arrived.
    transactedKey: timeKey(event.transactedAt, createdKey),
  };
  return {
    ...(known ?? {
      issuer: card.issuer,
      source: event.expires || event.adjusts ? EMBEDDED : event.source,
      recordNo,
      ...(recordNo !== event.recordNo && { upstreamRecordNo: event.recordNo }),
      ...(event.expires && { expiryOf: event.source }),
      ...(event.adjusts && { adjustmentOf: event.source }),
      cardId: card.cardId,
      userNo: card.userNo,
      ...(card.groupId !== undefined && { groupId: card.groupId }),
      cardType: card.cardType,
    }),
    createdAt,
    createdKey,
    ...(isLatest && latest),
    ...more,
    [stage]: event.content,
    [`${stage}Amounts`]: booked,
    ...(known && { [`${stage}At`]: now }),
  } as Transaction;
}

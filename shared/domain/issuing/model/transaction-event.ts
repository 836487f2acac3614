import {
  type InboundContent,
  type NotificationContent,
  transTypes,
} from '../../../wire/contract/notifications.ts';
import {
  APPROVED,
  type ResponseCode,
  responseCodes,
} from '../../../wire/contract/reference-data/response-codes.ts';
import { formatDateTime, parseDateTime, parseLenientTime } from '../../../wire/contract/time.ts';
import { ParameterInvalid } from '../../../wire/errors.ts';
import { toMajor, toMinor, toSignedMinor } from '../../../wire/money/amount.ts';

/** What merchants are told of a transaction. */
export type TransactionContent = NotificationContent<'card_transaction'>;

/** 1 unsettled: authorized, or known before it is cleared. 2 settled: cleared. */
export type TransactionCategory = 1 | 2;

/**
 * Something that happened to a card at the network: an authorization, its reversal, a clearing, a refund. It is
 * identified by its source, record number and category: a settlement is told under its authorization's number.
 */
export interface TransactionEvent {
  /** Whose the numbers are (`numberingOf`). */
  readonly source: string;
  readonly recordNo: string;
  readonly cardId: string;
  /** What this one increments, reverses, clears or refunds: an authorization, or something that followed one. */
  readonly originRecordNo?: string;
  readonly transType: string;
  /** Declined: nothing moves. */
  readonly approved: boolean;
  readonly category: TransactionCategory;
  /** Epoch milliseconds. */
  readonly transactedAt: number;
  /** What it moves, in minor units of the card's currency: of a settlement what was settled, negative the other way. */
  readonly amount: bigint;
  /** The amount in the card's currency beside what was settled of it, in minor units. */
  readonly localAmount: bigint;
  /** Something was asked for, though it may be nothing in the card's currency: a check of the card asks for zero. */
  readonly requestsMoney: boolean;
  /** 0 out of the card, 1 into it. */
  readonly direction: 0 | 1;
  /** The hold of its authorization was not cleared in time: from now on nothing is held for it. */
  readonly expires?: true;
  /** Said by this platform beside another event, of which it tells what that one cannot. */
  readonly adjusts?: true;
  /** As it was told; what is the platform's own to say (feeType, fundsType) is added when it is booked. */
  readonly content: TransactionContent;
}

/** The response code of what failed without a word. */
const UNKNOWN = '999999' satisfies ResponseCode;

const CREDIT_TYPES: readonly string[] = [transTypes.reversal, transTypes.refund];

/**
 * The event that a content which an upstream told stands for. What only informs is brought into the form in which
 * merchants are told it; times that cannot be read become `now`, epoch milliseconds.
 *
 * @throws ParameterInvalid where it is not about money of the card, or contradicts itself
 */
export function eventFrom(
  content: InboundContent<'card_transaction'>,
  { source, currency }: { readonly source: string; readonly currency: string },
  utcOffset: string,
  now: number,
): TransactionEvent {
  if (content.localCurrency !== currency)
    throw new ParameterInvalid('localCurrency', `must be that of the card, ${currency}`);
  const stated = toMinor(content.localCurrencyAmt, currency, 'localCurrencyAmt');
  const settled =
    content.settleAmount === undefined
      ? undefined
      : toSignedMinor(content.settleAmount, currency, 'settleAmount');
  const local = isSettledReversal(content) && settled !== undefined && settled > stated ? settled : stated;
  const { transCurrencyAmt, localCurrencyAmt: _, settleAmount: __, settleTime, ...texts } = content;
  const time = (text: string | undefined) => text && parseLenientTime(text, utcOffset);
  const settledAt = time(settleTime);
  const normalized = {
    ...defaultTexts(content),
    ...withoutUndefined(texts),
    transactionTime: formatDateTime(time(content.transactionTime) || now, utcOffset),
    transCurrencyAmt: Number(transCurrencyAmt ?? content.localCurrencyAmt),
    localCurrencyAmt: toMajor(local, currency),
    ...(settled !== undefined && { settleAmount: toMajor(settled, currency) }),
    ...(settledAt && { settleTime: formatDateTime(settledAt, utcOffset) }),
    fundsDirection: directionOf(content),
  };
  return eventFromContent(source, normalized as TransactionContent, utcOffset);
}

/**
 * A settled reversal is for no less than was settled of it. What of that does not come back releases the hold, and whoever is
 * told of it knows that by the difference between its amounts.
 */
const isSettledReversal = ({ transType, transCategory }: InboundContent<'card_transaction'>): boolean =>
  transType === transTypes.reversal && transCategory === 2;

/** What merchants are told of a transaction whose sender left it out. */
function defaultTexts({ transStatus, respCode }: InboundContent<'card_transaction'>) {
  const code = respCode ?? (transStatus === '1' ? APPROVED : UNKNOWN);
  const respCodeDesc = responseCodes[code as ResponseCode] ?? responseCodes[UNKNOWN];
  return { merchantName: 'unknown', respCode: code, respCodeDesc };
}

const withoutUndefined = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The event that was told by this content, e.g. of a stored record. */
export function eventFromContent(
  source: string,
  content: TransactionContent,
  utcOffset: string,
): TransactionEvent {
  const { settleAmount, localCurrencyAmt, localCurrency } = content;
  const category = content.transCategory as TransactionCategory;
  const moved = category === 2 ? (settleAmount ?? localCurrencyAmt) : localCurrencyAmt;
  const amount = toSignedMinor(String(moved), localCurrency, 'localCurrencyAmt');
  return {
    source,
    recordNo: content.recordNo,
    cardId: content.cardId,
    ...(content.originRecordNo !== undefined && { originRecordNo: content.originRecordNo }),
    transType: content.transType,
    approved: content.transStatus === '1',
    category,
    transactedAt: parseDateTime(content.transactionTime, utcOffset),
    amount,
    localAmount: toMinor(String(localCurrencyAmt), localCurrency, 'localCurrencyAmt'),
    requestsMoney: content.transCurrencyAmt > 0 || localCurrencyAmt > 0 || amount > 0n,
    direction: content.fundsDirection === 1 ? 1 : 0,
    content,
  };
}

/** Which way the money goes by its type; of a settlement difference, which goes either way, what its sender says. */
export function directionByType({
  transType,
  fundsDirection,
}: InboundContent<'card_transaction'>): 0 | 1 | undefined {
  if (transType === transTypes.settlementDifference) return fundsDirection;
  return CREDIT_TYPES.includes(transType) ? 1 : 0;
}

/** Which way the money goes, by type and direction together. */
function directionOf(content: InboundContent<'card_transaction'>): 0 | 1 {
  const direction = directionByType(content);
  if (direction === undefined)
    throw new ParameterInvalid('fundsDirection', 'is required for a settlement difference');
  if (content.fundsDirection !== undefined && content.fundsDirection !== direction)
    throw new ParameterInvalid('fundsDirection', 'contradicts transType');
  return direction;
}

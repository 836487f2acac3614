import { isDeepStrictEqual } from 'node:util';
import type { Card } from '../cards/card.ts';
import { RequestNumberReused } from '../contract/errors.ts';
import type { IssuerName } from '../issuer/issuer.ts';
import type { Item, Store } from '../store/store.ts';
import type { TransactionContent, TransactionEvent } from './event.ts';

/** A transaction as its merchant sees it: what was told of it unsettled and settled, whichever came first. */
export interface TransactionRecord {
  readonly issuer: IssuerName;
  readonly recordNo: string;
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
  readonly unsettled?: TransactionContent;
  readonly settled?: TransactionContent;
}

/** Which part of the record an event fills. */
export const facetOf = ({ category }: Pick<TransactionEvent, 'category'>): 'unsettled' | 'settled' =>
  category === 1 ? 'unsettled' : 'settled';

/** The key of a transaction's record. */
export const recordKey = ({ issuer, recordNo }: Pick<TransactionRecord, 'issuer' | 'recordNo'>) => ({
  pk: `record/${issuer}/${recordNo}`,
});

/** A bound or key of the indexes by time: all digits, so that text sorts as time does. */
export const timeKey = (epochMs: number, recordNo = ''): string =>
  `${String(Math.max(epochMs, 0)).padStart(13, '0')}/${recordNo}`;

/** The record that a stored item holds, without its key. */
export const recordFrom = ({ pk: _, ...record }: Item): TransactionRecord =>
  record as unknown as TransactionRecord;

/** What is known of the event's transaction, or undefined when this is the first that is told of it. */
export async function findRecord(
  store: Store,
  event: TransactionEvent,
): Promise<TransactionRecord | undefined> {
  const item = await store.get('transactions', recordKey(event));
  return item && recordFrom(item);
}

/**
 * Whether the event was told before: what moves money says so, texts may differ.
 *
 * @throws RequestNumberReused when something else was told under its number
 */
export function isRepeat(record: TransactionRecord | undefined, event: TransactionEvent): boolean {
  if (!record) return false;
  if (record.cardId !== event.cardId) throw new RequestNumberReused();
  const known = record[facetOf(event)];
  if (!known) return false;
  if (!isDeepStrictEqual(movedBy(known), movedBy(event.content))) throw new RequestNumberReused();
  return true;
}

/** What of a content moves money, and of which transaction. */
function movedBy(content: TransactionContent) {
  const { localCurrency, localCurrencyAmt, settleAmount, transCategory } = content;
  const { transType, transStatus, originRecordNo, fundsDirection } = content;
  const amount = transCategory === 2 ? (settleAmount ?? localCurrencyAmt) : localCurrencyAmt;
  return { localCurrency, amount, transCategory, transType, transStatus, originRecordNo, fundsDirection };
}

/** The record with the event in it; the same for any order of its two events, but for `createdAt`. */
export function recordWith(
  known: TransactionRecord | undefined,
  event: TransactionEvent,
  card: Card,
  now: number,
): TransactionRecord {
  const createdAt = known?.createdAt ?? now;
  // The clearing's own event is never there already: that would be a repeat.
  const isLatest = !known?.settled;
  const latest = {
    transType: event.transType,
    transStatus: event.approved ? '1' : '2',
    transCategory: event.category,
    transactedKey: timeKey(event.transactedAt, event.recordNo),
  };
  return {
    ...(known ?? {
      issuer: event.issuer,
      recordNo: event.recordNo,
      cardId: card.cardId,
      userNo: card.userNo,
      ...(card.groupId !== undefined && { groupId: card.groupId }),
      cardType: card.cardType,
    }),
    createdAt,
    createdKey: timeKey(createdAt, event.recordNo),
    ...(isLatest && latest),
    [facetOf(event)]: event.content,
  } as TransactionRecord;
}

/** The record as Transaction Inquiry tells it: settled, with what only its authorization said. */
export const contentOf = ({ unsettled, settled }: TransactionRecord): TransactionContent =>
  ({ ...unsettled, ...settled }) as TransactionContent;

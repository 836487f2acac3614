import { isDeepStrictEqual } from 'node:util';
import { DAY_MS } from '../../runtime/duration.ts';
import { orderStatuses } from '../../wire/contract/codes.ts';
import { sumToMajor, toMajor } from '../../wire/money/amount.ts';
import { type Order, subjectIds } from '../issuing/model/order.ts';
import type { BookedAmounts, Transaction } from '../issuing/model/transaction.ts';
import { contentForMerchant } from '../issuing/model/transaction-content.ts';
import type { TransactionContent } from '../issuing/model/transaction-event.ts';
import { notificationIdOf, subjectOf } from '../notifications/notification.ts';
import { MIN_NOTIFICATION_RETENTION_DAYS } from '../notifications/retention.ts';
import { type CheckResult, checkEach, fieldMismatches } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

type SentContents = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The contents of all notifications, by notification id. */
const sentContentsOf = ({ notifications }: AuditSnapshot): SentContents =>
  new Map(notifications.map(({ notificationId, content }) => [notificationId, JSON.parse(content)]));

/**
 * Until when a notification is certainly stored, whatever retention was set when it was delivered: a day less than the
 * shortest, as clocks differ and an audit takes time. Later it may have been dropped.
 */
const CERTAIN_MS = (MIN_NOTIFICATION_RETENTION_DAYS - 1) * DAY_MS;

/** Whether the notification of something that happened at `at` may have been dropped. */
const mayHaveExpired = ({ readAt }: AuditSnapshot, at: number): boolean => readAt - at >= CERTAIN_MS;

/** Checks that every final order has a notification of its outcome, or once had one that may have expired. */
export function finalOrdersAreNotified(snapshot: AuditSnapshot): CheckResult {
  const sent = sentContentsOf(snapshot);
  const final = snapshot.orders.filter(({ status }) => status !== 'pending');
  return checkEach('every final order has its notification', final, (order) => {
    const { orderId, userReqNo, opType, status, fee, currency, createdAt, finishedAt = createdAt } = order;
    const content = sent.get(outcomeNotificationId(order));
    if (!content && mayHaveExpired(snapshot, finishedAt)) return [];
    if (!content) return [`order ${orderId}: ${status} without a notification`];
    return fieldMismatches(`the notification of order ${orderId}`, content, 'the order', {
      orderId,
      userReqNo,
      opType,
      status: status === 'success' ? orderStatuses.success : orderStatuses.failure,
      ...{ cardId: undefined, groupId: undefined, ...subjectIds(order) },
      amount: sumToMajor(expectedAmount(order), currency),
      fee: toMajor(fee, currency),
    });
  });
}

/** The amount in an order's notification. A cancellation returns nothing if the card owed more than its balance. */
function expectedAmount(order: Order): bigint {
  if (!('balanceChange' in order) || order.balanceChange === undefined) return order.amount;
  return order.amount + order.balanceChange < 0n ? 0n : order.amount + order.balanceChange;
}

const outcomeNotificationId = ({ userNo, orderId }: Order): string =>
  notificationIdOf({ userNo, type: 'card_operate', subject: orderId });

const eventNotificationId = ({ userNo, recordNo }: Transaction, category: 1 | 2): string =>
  notificationIdOf({ userNo, type: 'card_transaction', subject: `${recordNo}/${category}` });

/**
 * The expected notification of an event: its content as received, with the platform's own numbers and what it moved.
 */
const expectedContent = (
  { recordNo }: Transaction,
  content: TransactionContent | undefined,
  booked: BookedAmounts | undefined,
): TransactionContent | undefined => content && contentForMerchant(content, recordNo, booked);

/** Texts that a repeated message may have completed later, without another notification. */
const ENRICHABLE_FIELDS = [
  'merchantName',
  'merchantCategoryCode',
  'transCurrency',
  'approvalCode',
  'crossBoardType',
  'settleTime',
  'respCodeDesc',
];

/** The content without the fields that may be completed later. */
const withoutEnrichable = (content: object = {}) =>
  Object.fromEntries(Object.entries(content).filter(([field]) => !ENRICHABLE_FIELDS.includes(field)));

/**
 * Checks that every card event has a notification that matches the record, apart from texts completed later, or once had
 * one that may have expired.
 */
export function transactionsAreNotified(snapshot: AuditSnapshot): CheckResult {
  const sent = sentContentsOf(snapshot);
  const events = snapshot.records.flatMap((record) => [
    {
      at: record.unsettledAt ?? record.createdAt,
      id: eventNotificationId(record, 1),
      content: expectedContent(record, record.unsettled, record.unsettledAmounts),
    },
    {
      at: record.settledAt ?? record.createdAt,
      id: eventNotificationId(record, 2),
      content: expectedContent(record, record.settled, record.settledAmounts),
    },
  ]);
  const known = events.filter(({ content }) => content !== undefined);
  return checkEach('every transaction has its notification', known, ({ id, content, at }) => {
    if (!sent.has(id)) return mayHaveExpired(snapshot, at) ? [] : [`${id}: no notification of it`];
    return isDeepStrictEqual(withoutEnrichable(sent.get(id)), withoutEnrichable(content))
      ? []
      : [`${id}: the notification differs from the record`];
  });
}

/** Checks that every fee notification matches its entry in transaction, card, kind and receipt number. */
export function feeNotificationsMatchEntries({ entries, notifications }: AuditSnapshot): CheckResult {
  const charged = new Map(entries.map((entry) => [entry.cause, entry]));
  const sent = notifications.filter(({ type }) => type === 'trade_fee');
  return checkEach('every fee notification matches its entry', sent, (notification) => {
    const { notificationId, content } = notification;
    const entry = charged.get(`fee/${subjectOf(notification)}`);
    // A fee without an entry is reported by the fee entries.
    if (!entry) return [];
    return fieldMismatches(`the notification ${notificationId}`, JSON.parse(content), 'its entry', {
      receiptNo: entry.details?.remark,
      recordNo: entry.details?.recordNo ?? NO_TRANSACTION,
      cardId: entry.fee?.cardId,
      opType: entry.fee?.opType,
    });
  });
}

/** The recordNo of a fee without a transaction. */
const NO_TRANSACTION = '0';

/** Checks that every notification reports an order or event that exists. */
export function notificationsMatchRecords({ notifications, orders, records }: AuditSnapshot): CheckResult {
  const known = new Set([
    ...orders.flatMap((order) => (order.status === 'pending' ? [] : [outcomeNotificationId(order)])),
    ...records.flatMap((record) => [
      ...(record.unsettled ? [eventNotificationId(record, 1)] : []),
      ...(record.settled ? [eventNotificationId(record, 2)] : []),
    ]),
  ]);
  const ofRecords = notifications.filter(
    ({ type }) => type === 'card_operate' || type === 'card_transaction',
  );
  return checkEach('every notification matches its record', ofRecords, (notification) =>
    known.has(notification.notificationId)
      ? []
      : [`${notification.notificationId}: it reports nothing that exists`],
  );
}

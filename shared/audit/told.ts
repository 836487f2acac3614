import { isDeepStrictEqual } from 'node:util';
import { orderStatuses } from '../contract/codes.ts';
import { sumToMajor, toMajor } from '../money/amount.ts';
import { type Order, subjectOf } from '../orders/order.ts';
import type { TransactionContent } from '../transactions/event.ts';
import { type Booked, contentToTell, type TransactionRecord } from '../transactions/record.ts';
import type { Books } from './books.ts';
import { type Check, checkEach, unlessSame } from './check.ts';

type Told = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** What merchants were told, by the notification's id. */
const toldOf = ({ notifications }: Books): Told =>
  new Map(notifications.map(({ notificationId, content }) => [notificationId, JSON.parse(content)]));

/** Every order that is final was told, as it ended. */
export function finalOrdersAreNotified(books: Books): Check {
  const told = toldOf(books);
  const final = books.orders.filter(({ status }) => status !== 'pending');
  return checkEach('every final order has its notification', final, (order) => {
    const { orderId, userReqNo, opType, status, fee, currency } = order;
    const content = told.get(`card_operate/${orderId}`);
    if (!content) return [`order ${orderId}: ${status} without a notification`];
    return unlessSame(`the notification of order ${orderId}`, content, 'the order', {
      orderId,
      userReqNo,
      opType,
      status: status === 'success' ? orderStatuses.success : orderStatuses.failure,
      ...{ cardId: undefined, groupId: undefined, ...subjectOf(order) },
      amount: sumToMajor(amountOf(order), currency),
      fee: toMajor(fee, currency),
    });
  });
}

/** What the merchant is told that an order moved; a cancellation returned nothing where the card owed more. */
function amountOf(order: Order): bigint {
  if (!('rest' in order) || order.rest === undefined) return order.amount;
  return order.amount + order.rest < 0n ? 0n : order.amount + order.rest;
}

const notificationId = ({ recordNo }: TransactionRecord, category: 1 | 2) =>
  `card_transaction/${recordNo}/${category}`;

/** What a merchant is told of an event: as it was told here, under its own numbers, with what it moved. */
const toTell = (
  { recordNo }: TransactionRecord,
  content: TransactionContent | undefined,
  booked: Booked | undefined,
): TransactionContent | undefined => content && contentToTell(content, recordNo, booked);

/** Texts that a repeat may have said more of, which nobody is told. */
const MAY_BE_RICHER = [
  'merchantName',
  'merchantCategoryCode',
  'transCurrency',
  'approvalCode',
  'crossBoardType',
  'settleTime',
  'respCodeDesc',
];

/** A content without what may be richer on the record. */
const core = (content: object = {}) =>
  Object.fromEntries(Object.entries(content).filter(([field]) => !MAY_BE_RICHER.includes(field)));

/** Every event of a card was told, as it is kept but for texts that came richer later. */
export function recordsAreNotified(books: Books): Check {
  const told = toldOf(books);
  const events = books.records.flatMap((record) => [
    { id: notificationId(record, 1), content: toTell(record, record.unsettled, record.unsettledBooked) },
    { id: notificationId(record, 2), content: toTell(record, record.settled, record.settledBooked) },
  ]);
  const known = events.filter(({ content }) => content !== undefined);
  return checkEach('every transaction has its notification', known, ({ id, content }) => {
    if (!told.has(id)) return [`${id}: nobody was told`];
    return isDeepStrictEqual(core(told.get(id)), core(content))
      ? []
      : [`${id}: something else was told than is kept`];
  });
}

/** Every fee was told as it was charged: for which transaction and card, what for and by which receipt. */
export function feesAreTold({ entries, notifications }: Books): Check {
  const charged = new Map(entries.map((entry) => [entry.cause, entry]));
  const told = notifications.filter(({ type }) => type === 'trade_fee');
  return checkEach('every fee is told as it was charged', told, ({ notificationId, content }) => {
    const entry = charged.get(`fee/${notificationId.slice('trade_fee/'.length)}`);
    // One that was never charged is told by its family.
    if (!entry) return [];
    return unlessSame(`the notification ${notificationId}`, JSON.parse(content), 'its entry', {
      receiptNo: entry.about?.remark,
      recordNo: entry.about?.recordNo ?? NO_TRANSACTION,
      cardId: entry.fee?.cardId,
      opType: entry.fee?.opType,
    });
  });
}

/** What a fee names that is for no transaction. */
const NO_TRANSACTION = '0';

/** Nothing was told that is not there. */
export function notificationsAreOfRecords({ notifications, orders, records }: Books): Check {
  const known = new Set([
    ...orders.flatMap(({ orderId, status }) => (status === 'pending' ? [] : [`card_operate/${orderId}`])),
    ...records.flatMap((record) => [
      ...(record.unsettled ? [notificationId(record, 1)] : []),
      ...(record.settled ? [notificationId(record, 2)] : []),
    ]),
  ]);
  const ofRecords = notifications.filter(
    ({ type }) => type === 'card_operate' || type === 'card_transaction',
  );
  return checkEach('every notification is of what happened', ofRecords, (notification) =>
    known.has(notification.notificationId) ? [] : [`${notification.notificationId}: it did not happen`],
  );
}

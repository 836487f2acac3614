import type { InboundMessage } from '../inbox/inbound-message.ts';
import { type Transaction, upstreamRecordNoOf } from '../issuing/model/transaction.ts';
import { subjectOf } from '../notifications/notification.ts';
import { type CheckResult, checkEach, mismatch } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

/** The number of a message without the digest of a variant. For a card transaction it includes the category. */
const messageNumberOf = ({ messageKey, type }: InboundMessage): string =>
  messageKey
    .split('/')
    .slice(0, type === 'card_transaction' ? 4 : 3)
    .join('/');

const transactionNumberOf = (record: Transaction, category: 1 | 2): string => {
  const { source } = record;
  return `${source}/card_transaction/${encodeURIComponent(upstreamRecordNoOf(record))}/${category}`;
};

/** The numbers of all messages whose transaction or fee is booked. */
function bookedNumbers({ records, notifications }: AuditSnapshot): Set<string> {
  const fees = notifications.flatMap((notification) => {
    const [source = '', ...receiptNo] = subjectOf(notification).split('/');
    return notification.type === 'trade_fee'
      ? [`${source}/trade_fee/${encodeURIComponent(receiptNo.join('/'))}`]
      : [];
  });
  const events = records.flatMap((record) => [
    ...(record.unsettled ? [transactionNumberOf(record, 1)] : []),
    ...(record.settled ? [transactionNumberOf(record, 2)] : []),
  ]);
  return new Set([...fees, ...events]);
}

/**
 * Checks that every applied message is booked, or repeats one with the same number whose money was in suspense, and
 * that the status of every message is consistent.
 */
export function appliedMessagesAreBooked(snapshot: AuditSnapshot): CheckResult {
  const booked = bookedNumbers(snapshot);
  const suspended = new Set(
    snapshot.messages.flatMap((one) => (one.suspended ? [messageNumberOf(one)] : [])),
  );
  return checkEach('every applied message is booked', snapshot.messages, (message) => {
    const { messageKey, type, status, resolution } = message;
    const what = `message ${messageKey}`;
    const isBooked = booked.has(messageNumberOf(message));
    const isRepeat = !message.suspended && suspended.has(messageNumberOf(message));
    const isOfBooks = type === 'card_transaction' || type === 'trade_fee';
    return [
      ...(status === 'applied' && isOfBooks && !isBooked && !isRepeat
        ? [`${what}: applied, but nothing is booked`]
        : []),
      ...(message.suspended && !['suspended', 'applied', 'closed'].includes(status)
        ? [`${what}: ${status}, with money that was in suspense`]
        : []),
      ...mismatch(`${what}: resolved`, resolution !== undefined, 'its status', status === 'closed'),
      ...(isContradictory(message)
        ? [`${what}: ${resolution?.kind}, but its money has not moved accordingly`]
        : []),
      ...mismatch(
        `${what}: assigned`,
        resolution?.kind === 'assigned',
        'its card',
        resolution?.cardId !== undefined,
      ),
    ];
  });
}

/**
 * Whether the resolution contradicts the money: suspended money is never dismissed, and only suspended money is
 * returned or written off.
 */
const isContradictory = ({ suspended, resolution }: InboundMessage): boolean =>
  suspended
    ? resolution?.kind === 'dismissed'
    : resolution?.kind === 'returned' || resolution?.kind === 'written-off';

/** Checks that no two fees have the same receipt number, and that each number is reserved for the fee's sender. */
export function feeReceiptNumbersAreUnique({ notifications, items }: AuditSnapshot): CheckResult {
  const sources = new Map(items.transactions.map(({ pk, source }) => [String(pk), source]));
  const fees = notifications.filter(({ type }) => type === 'trade_fee');
  const seen = new Set<string>();
  return checkEach('every fee has a receipt number of its own', fees, (notification) => {
    const { notificationId, content } = notification;
    const { receiptNo } = JSON.parse(content);
    const [sender = ''] = subjectOf(notification).split('/');
    const isAnothers = seen.has(receiptNo);
    seen.add(receiptNo);
    return [
      ...(isAnothers ? [`${notificationId}: its number ${receiptNo} is another fee's`] : []),
      ...mismatch(
        `${notificationId}: its number is of`,
        sources.get(`receipt/${receiptNo}`),
        'its sender',
        sender,
      ),
    ];
  });
}

/** Checks that every notification goes to the merchant whose card, group or order it reports on. */
export function notificationsReachOwners(snapshot: AuditSnapshot): CheckResult {
  const { cards, groups, notifications } = snapshot;
  const orders = new Map(snapshot.orders.map((order) => [order.orderId, order]));
  const dptOrders = new Map(snapshot.dptOrders.map((order) => [order.orderNo, order]));
  return checkEach('every notification goes to its merchant', notifications, (notification) => {
    const { cardId, groupId, orderId, orderNo } = JSON.parse(notification.content);
    const about = [
      cards.get(String(cardId)),
      groups.get(String(groupId)),
      orders.get(orderId),
      dptOrders.get(orderNo),
    ];
    const others = about.filter((one) => one !== undefined && one.userNo !== notification.userNo);
    return others.length === 0 ? [] : [`${notification.notificationId}: sent to ${notification.userNo}`];
  });
}

import type { Message } from '../inbox/message.ts';
import { type TransactionRecord, toldNoOf } from '../transactions/record.ts';
import type { Books } from './books.ts';
import { type Check, checkEach, unless } from './check.ts';

/** What a message was told under, whatever its words: a card transaction in its category, or a fee. */
const numberOf = ({ messageKey, type }: Message): string =>
  messageKey
    .split('/')
    .slice(0, type === 'card_transaction' ? 4 : 3)
    .join('/');

const ofRecord = (record: TransactionRecord, category: 1 | 2): string => {
  const { source } = record;
  return `${source}/card_transaction/${encodeURIComponent(toldNoOf(record))}/${category}`;
};

/** What is booked of what upstreams told, by the numbers that it was told under. */
function bookedNumbers({ records, notifications }: Books): Set<string> {
  const fees = notifications.flatMap(({ type, notificationId }) => {
    const [, source = '', ...receiptNo] = notificationId.split('/');
    return type === 'trade_fee' ? [`${source}/trade_fee/${encodeURIComponent(receiptNo.join('/'))}`] : [];
  });
  const events = records.flatMap((record) => [
    ...(record.unsettled ? [ofRecord(record, 1)] : []),
    ...(record.settled ? [ofRecord(record, 2)] : []),
  ]);
  return new Set([...fees, ...events]);
}

/**
 * What an upstream was told to be safe is booked, where its message says so, or on the suspense account under the same number;
 * and a message stands as it can.
 */
export function messagesAreBooked(books: Books): Check {
  const booked = bookedNumbers(books);
  const suspended = new Set(books.messages.flatMap((one) => (one.suspended ? [numberOf(one)] : [])));
  return checkEach('every message that is applied is booked', books.messages, (message) => {
    const { messageKey, type, status, resolution } = message;
    const what = `message ${messageKey}`;
    const isBooked = booked.has(numberOf(message));
    const isRepeat = !message.suspended && suspended.has(numberOf(message));
    const isOfBooks = type === 'card_transaction' || type === 'trade_fee';
    return [
      ...(status === 'applied' && isOfBooks && !isBooked && !isRepeat
        ? [`${what}: it is applied, and nothing is booked`]
        : []),
      ...(message.suspended && !['suspended', 'applied', 'closed'].includes(status)
        ? [`${what}: ${status}, with money that was in suspense`]
        : []),
      ...unless(`${what}: worked off`, resolution !== undefined, 'its status', status === 'closed'),
      ...(isUnlikely(message) ? [`${what}: ${resolution?.kind}, with its money where it is`] : []),
      ...unless(
        `${what}: assigned`,
        resolution?.kind === 'assigned',
        'its card',
        resolution?.cardId !== undefined,
      ),
    ];
  });
}

/** Money that was in suspense is not dismissed, and what has none is neither returned nor written off. */
const isUnlikely = ({ suspended, resolution }: Message): boolean =>
  suspended
    ? resolution?.kind === 'dismissed'
    : resolution?.kind === 'returned' || resolution?.kind === 'written-off';

/** No two fees have one number for merchants, and each is kept for whoever told the fee. */
export function receiptsAreOneFees({ notifications, items }: Books): Check {
  const sources = new Map(items.transactions.map(({ pk, source }) => [String(pk), source]));
  const fees = notifications.filter(({ type }) => type === 'trade_fee');
  const seen = new Set<string>();
  return checkEach('every fee has a number of its own', fees, ({ notificationId, content }) => {
    const { receiptNo } = JSON.parse(content);
    const [, teller = ''] = notificationId.split('/');
    const isAnothers = seen.has(receiptNo);
    seen.add(receiptNo);
    return [
      ...(isAnothers ? [`${notificationId}: its number ${receiptNo} is another fee's`] : []),
      ...unless(
        `${notificationId}: its number is of`,
        sources.get(`receipt/${receiptNo}`),
        'who told it',
        teller,
      ),
    ];
  });
}

/** A notification goes to the merchant whose card, group or order it tells of. */
export function notificationsAreTheirMerchants(books: Books): Check {
  const { cards, groups, notifications } = books;
  const orders = new Map(books.orders.map((order) => [order.orderId, order]));
  const dptOrders = new Map(books.dptOrders.map((order) => [order.orderNo, order]));
  return checkEach('every notification goes to its merchant', notifications, (notification) => {
    const { cardId, groupId, orderId, orderNo } = JSON.parse(notification.content);
    const about = [
      cards.get(String(cardId)),
      groups.get(String(groupId)),
      orders.get(orderId),
      dptOrders.get(orderNo),
    ];
    const others = about.filter((one) => one !== undefined && one.userNo !== notification.userNo);
    return others.length === 0 ? [] : [`${notification.notificationId}: told to ${notification.userNo}`];
  });
}

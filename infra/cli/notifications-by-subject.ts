import { findNotification } from '../../shared/domain/delivery/notification-queries.ts';
import { formatTransferId, paymentsOf } from '../../shared/domain/dpt/payment.ts';
import { type Notification, notificationIdOf } from '../../shared/domain/notifications/notification.ts';
import { findDptOrderNo, findOrderId } from '../../shared/runtime/idempotency/idempotency-key.ts';
import type { Store } from '../../shared/runtime/store/store.ts';
import type { NotificationType } from '../../shared/wire/contract/notifications.ts';

/** What the notifications are about. */
export type NotificationSubject =
  | { readonly orderId: string }
  | { readonly cardId: string }
  | { readonly recordNo: string }
  | { readonly userNo: string; readonly userReqNo: string };

/**
 * Returns the notifications about an order, about a card's orders and transactions, about a transaction, or about the
 * outcome of a request, oldest first. Finds them by their ids, without scanning a merchant's notifications.
 */
export async function notificationsBySubject(
  store: Store,
  subject: NotificationSubject,
): Promise<Notification[]> {
  const ids = await idsBySubject(store, subject);
  const found = await Promise.all(ids.map((id) => findNotification(store, id)));
  return found.filter((one) => one !== undefined).sort((one, other) => one.createdAt - other.createdAt);
}

async function idsBySubject(store: Store, subject: NotificationSubject): Promise<string[]> {
  if ('orderId' in subject) return idsOfOrder(store, subject.orderId);
  if ('recordNo' in subject) return idsOfTransaction(subject.recordNo);
  if ('cardId' in subject) return idsOfCard(store, subject.cardId);
  const { userNo, userReqNo } = subject;
  const orderIds = [
    await findOrderId(store, userNo, userReqNo),
    await findDptOrderNo(store, userNo, userReqNo),
  ];
  const ids = await Promise.all(orderIds.map((id) => (id === undefined ? [] : idsOfOrder(store, id))));
  return ids.flat();
}

const idOf = (type: NotificationType, subject: string): string => notificationIdOf({ type, subject });

/** The order may be one on a card or group, or an acquiring order with payments. */
async function idsOfOrder(store: Store, orderId: string): Promise<string[]> {
  const payments = await paymentsOf(store, orderId);
  const bills = payments.flatMap(({ bill, history }) =>
    history.map(({ version }) => idOf('dpt_payment_bill', `${formatTransferId(bill)}/${version}/${orderId}`)),
  );
  return [idOf('card_operate', orderId), ...bills];
}

/** A transaction is notified as unsettled and as settled. */
const idsOfTransaction = (recordNo: string): string[] =>
  [1, 2].map((category) => idOf('card_transaction', `${recordNo}/${category}`));

async function idsOfCard(store: Store, cardId: string): Promise<string[]> {
  const [orders, transactions] = await Promise.all([
    store.query({ table: 'orders', index: 'byCard', partition: cardId }),
    store.query({ table: 'transactions', index: 'byCardCreated', partition: cardId }),
  ]);
  // The order that opened a card has the id of the card.
  const orderIds = [cardId, ...orders.map(({ orderId }) => String(orderId))];
  const records = transactions.map(({ pk }) => String(pk).slice('record/'.length));
  return [...orderIds.map((id) => idOf('card_operate', id)), ...records.flatMap(idsOfTransaction)];
}

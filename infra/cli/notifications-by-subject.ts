import { findNotification } from '../../shared/domain/delivery/notification-queries.ts';
import { dptOrderKey } from '../../shared/domain/dpt/dpt-order.ts';
import { formatTransferId, paymentsOf } from '../../shared/domain/dpt/payment.ts';
import { cardKey } from '../../shared/domain/issuing/model/card.ts';
import { findOrder } from '../../shared/domain/issuing/model/order.ts';
import { transactionKey } from '../../shared/domain/issuing/model/transaction.ts';
import { type Notification, notificationIdOf } from '../../shared/domain/notifications/notification.ts';
import { findDptOrderNo, findOrderId } from '../../shared/runtime/idempotency/idempotency-key.ts';
import type { Key } from '../../shared/runtime/store/item.ts';
import type { Store } from '../../shared/runtime/store/store.ts';
import type { TableName } from '../../shared/runtime/store/tables.ts';
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
  if ('recordNo' in subject) return idsOfTransaction(store, subject.recordNo);
  if ('cardId' in subject) return idsOfCard(store, subject.cardId);
  const { userNo, userReqNo } = subject;
  const orderIds = [
    await findOrderId(store, userNo, userReqNo),
    await findDptOrderNo(store, userNo, userReqNo),
  ];
  const ids = await Promise.all(orderIds.map((id) => (id === undefined ? [] : idsOfOrder(store, id))));
  return ids.flat();
}

const idOf = (userNo: string, type: NotificationType, subject: string): string =>
  notificationIdOf({ userNo, type, subject });

/** Returns the number of the merchant that the item belongs to, or undefined when there is none. */
const ownerOf = async (store: Store, table: TableName, key: Key): Promise<string | undefined> =>
  (await store.get(table, key))?.['userNo'] as string | undefined;

/** The order may be one on a card or group, or an acquiring order with payments. */
async function idsOfOrder(store: Store, orderId: string): Promise<string[]> {
  const order = await findOrder(store, orderId);
  const userNo = order?.userNo ?? (await ownerOf(store, 'dpt', dptOrderKey(orderId)));
  if (userNo === undefined) return [];
  const payments = await paymentsOf(store, orderId);
  const bills = payments.flatMap(({ bill, history }) =>
    history.map(({ version }) =>
      idOf(userNo, 'dpt_payment_bill', `${formatTransferId(bill)}/${version}/${orderId}`),
    ),
  );
  return [idOf(userNo, 'card_operate', orderId), ...bills];
}

async function idsOfTransaction(store: Store, recordNo: string): Promise<string[]> {
  const userNo = await ownerOf(store, 'transactions', transactionKey({ recordNo }));
  return userNo === undefined ? [] : idsOfRecord(userNo, recordNo);
}

/** A transaction is notified as unsettled and as settled. */
const idsOfRecord = (userNo: string, recordNo: string): string[] =>
  [1, 2].map((category) => idOf(userNo, 'card_transaction', `${recordNo}/${category}`));

async function idsOfCard(store: Store, cardId: string): Promise<string[]> {
  const [owner, orders, transactions] = await Promise.all([
    ownerOf(store, 'cards', cardKey(cardId)),
    store.query({ table: 'orders', index: 'byCard', partition: cardId }),
    store.query({ table: 'transactions', index: 'byCardCreated', partition: cardId }),
  ]);
  // The order that opened a card has the id of the card, which does not exist if it failed.
  const userNo = owner ?? (await findOrder(store, cardId))?.userNo;
  if (userNo === undefined) return [];
  const orderIds = [cardId, ...orders.map(({ orderId }) => String(orderId))];
  const records = transactions.map(({ pk }) => String(pk).slice('record/'.length));
  return [
    ...orderIds.map((id) => idOf(userNo, 'card_operate', id)),
    ...records.flatMap((recordNo) => idsOfRecord(userNo, recordNo)),
  ];
}

import type { NotificationType } from './notifications.ts';

/**
 * The fields that together identify one notified event of each type (contract section 4). Numbers are assigned by the
 * upstream, so the card is part of the identity. Types that are missing here cannot be identified by their content: two
 * one-time passwords for a card may be equal, and so may two attempts to activate it.
 */
export const deduplicationFields = {
  card_transaction: ['recordNo', 'transCategory', 'cardId'],
  card_operate: ['orderId'],
  trade_fee: ['receiptNo', 'cardId'],
  // A credit may be reversed by a reorganisation, and booked again once the transaction is mined again.
  dpt_payment_bill: ['txId', 'logIndex', 'orderNo', 'transactionTime', 'removed'],
} as const satisfies Partial<Record<NotificationType, readonly string[]>>;

/** The header that identifies an event of any type: the same on every attempt and on a manual redelivery. */
export const DEDUPLICATION_HEADER = 'webhook-id';

/** Describes for the reference what identifies an event of the type. */
export function describeDeduplication(type: NotificationType): string {
  const fields = (deduplicationFields as Partial<Record<NotificationType, readonly string[]>>)[type];
  return fields === undefined
    ? `Deduplicate by the header \`${DEDUPLICATION_HEADER}\`; nothing in the content identifies the event.`
    : `Deduplicate by the header \`${DEDUPLICATION_HEADER}\`, or by ${fields.map((field) => `\`${field}\``).join(', ')} together.`;
}

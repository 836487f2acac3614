import type { NotificationType } from './notifications.ts';

/**
 * What is one fact of each type, by the fields that tell it from others (contract section 4); numbers are those of whoever
 * told the platform, so the card belongs to them. Of types that are not here nothing in the content tells: two passwords
 * for one card can be alike, and so can two tries to activate it.
 */
export const deduplicationFields = {
  card_transaction: ['recordNo', 'transCategory', 'cardId'],
  card_operate: ['orderId'],
  trade_fee: ['receiptNo', 'cardId'],
  // What was credited may be taken back, and credited again once it is mined anew.
  dpt_payment_bill: ['txId', 'logIndex', 'orderNo', 'transactionTime', 'removed'],
} as const satisfies Partial<Record<NotificationType, readonly string[]>>;

/** The header that tells one fact of every type: the same at each attempt, and when it is sent again by hand. */
export const DEDUPLICATION_HEADER = 'webhook-id';

/** What is one fact of the type, in words. */
export function describeDeduplication(type: NotificationType): string {
  const fields = (deduplicationFields as Partial<Record<NotificationType, readonly string[]>>)[type];
  return fields === undefined
    ? `One fact is what has one \`${DEDUPLICATION_HEADER}\`; nothing in the content tells it.`
    : `One fact is what has one \`${DEDUPLICATION_HEADER}\`, or one set of ${fields.map((field) => `\`${field}\``).join(', ')}.`;
}

import type { JsonObject } from '../../wire/codec/json.ts';
import type { InboxType } from './inbound-message.ts';

const ID = /^[\x21-\x7e]{1,128}$/;

/** Reads an id from content that is not validated yet; undefined when it is not a valid id. */
export function idFrom(value: unknown): string | undefined {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && ID.test(text) ? text : undefined;
}

const NUMBERS: Readonly<Record<InboxType, (content: JsonObject) => readonly unknown[]>> = {
  // A settlement has the number of its authorization.
  card_transaction: ({ recordNo, transCategory }) => [recordNo, idFrom(transCategory) ?? 'none'],
  // By the platform's own order id, so that a second outcome of the same order is noticed.
  card_operate: ({ userReqNo, orderId }) => [idFrom(userReqNo) ?? orderId],
  trade_fee: ({ receiptNo }) => [receiptNo],
  dpt_payment_bill: ({ txId, orderNo, logIndex }) => [
    txId,
    idFrom(orderNo) ?? 'none',
    idFrom(logIndex) ?? '0',
  ],
};

/** The number that the sender gave the message; undefined when it has none. */
export function messageNumberIn(type: InboxType, content: JsonObject): string | undefined {
  const parts = NUMBERS[type](content).map(idFrom);
  return parts.every((part) => part !== undefined)
    ? parts.map((part) => encodeURIComponent(part)).join('/')
    : undefined;
}

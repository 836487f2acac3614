import type { JsonObject } from '../../wire/codec/json.ts';
import type { InboxType } from './inbound-message.ts';

const ID = /^[\x21-\x7e]{1,128}$/;

/** Whether it is an id at all, and which, before anything else of the content is known to be right. */
export function idFrom(value: unknown): string | undefined {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && ID.test(text) ? text : undefined;
}

const NUMBERS: Readonly<Record<InboxType, (content: JsonObject) => readonly unknown[]>> = {
  // A settlement is told under its authorization's number.
  card_transaction: ({ recordNo, transCategory }) => [recordNo, idFrom(transCategory) ?? 'none'],
  // By our order's number, so that a second answer to it is seen to be one.
  card_operate: ({ userReqNo, orderId }) => [idFrom(userReqNo) ?? orderId],
  trade_fee: ({ receiptNo }) => [receiptNo],
  dpt_payment_bill: ({ txId, orderNo, logIndex }) => [
    txId,
    idFrom(orderNo) ?? 'none',
    idFrom(logIndex) ?? '0',
  ],
};

/** The number under which its sender tells it, or undefined where it has none. */
export function messageNumberIn(type: InboxType, content: JsonObject): string | undefined {
  const parts = NUMBERS[type](content).map(idFrom);
  return parts.every((part) => part !== undefined)
    ? parts.map((part) => encodeURIComponent(part)).join('/')
    : undefined;
}

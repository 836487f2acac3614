// Codes of the wire that the domain needs without the schemas.

/** The opType of card_operate and of Card Operation Order Inquiry (contract section 4.3). */
export const opTypes = {
  cardOpening: 15,
  recharge: 16,
  refund: 18,
  cardCancellation: 19,
  groupOpening: 26,
} as const;

/** The order status used everywhere on the wire (contract section 2). */
export const orderStatuses = { inProcess: 0, success: 1, failure: 2 } as const;

/** Returns the domain statuses that have this code on the wire. */
export const statusesOf = <Status extends string>(
  wire: Readonly<Record<Status, { readonly code: string | number }>>,
  code: string | number,
): Status[] => (Object.keys(wire) as Status[]).filter((status) => wire[status].code === code);

/** The transType of a card transaction (contract section 7). */
export const transTypes = {
  consumption: '1',
  reversal: '2',
  refund: '3',
  settlementDifference: '4',
  captureAfterReversal: '5',
  forcedSettlement: '7',
} as const;

/** The response body with which a merchant acknowledges a notification (contract section 4). */
export const NOTIFICATION_ACCEPTED = 'SUCCESS';

/** The log message of a failed authentication. Metric filters count it, and the local cloud shows hints for it. */
export const SIGN_IN_REFUSED = 'sign-in refused';

/**
 * The header with the request's id that every response carries. Its log lines have the same id (contract section 4).
 */
export const REQUEST_ID_HEADER = 'issuary-request-id';

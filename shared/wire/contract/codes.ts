// What the domain needs of the wire without its schemas.

/** The opType of card_operate and of Card Operation Order Inquiry (contract section 4.3). */
export const opTypes = {
  cardOpening: 15,
  recharge: 16,
  refund: 18,
  cardCancellation: 19,
  groupOpening: 26,
} as const;

/** The order status that every part of the wire uses (contract section 2). */
export const orderStatuses = { inProcess: 0, success: 1, failure: 2 } as const;

/** The domain's statuses that the wire tells by this code. */
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

/** The body a merchant answers with once a notification is safe with it (contract section 4). */
export const NOTIFICATION_ACCEPTED = 'SUCCESS';

/** What a function's log line says of who was not let in: what is counted, and what a local cloud hints at. */
export const SIGN_IN_REFUSED = 'sign-in refused';

/** The header of every answer of the platform: the request's id, by which its log lines are found (contract section 4). */
export const REQUEST_ID_HEADER = 'issuary-request-id';

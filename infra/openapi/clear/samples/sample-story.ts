// The samples tell one story: a merchant opens a card for Ada Lovelace, who buys with it.

/** The numbers of what happens in the story. */
export const STORY = {
  userNo: '10000001',
  cardId: '1241313420577585',
  groupId: '1241313420577601',
  cardUserId: '1241313420577617',
  orderId: '1241313420577633',
  recordNo: '1241313420577649',
  receiptNo: '1241313420577665',
  dptOrderNo: '1241313420577681',
  quoteId: '1241313420577697',
} as const;

/**
 * The period of use in requests. A date in the past is refused, and so is one after the expiry of a new card, which is
 * three years away: these dates suit a reader from today to the first of them.
 */
export const USABLE = { startDate: '2029-01-01', endDate: '2029-06-30' } as const;

/** The TRON address without an owner; it has a valid checksum. */
export const ADDRESS = 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV';
/** The transaction id of a coin transfer. */
export const TRANSACTION = '7c2d4206c03a883dd9066d620335dc1be272a8dc733cfa3f6d10308faa37facc';

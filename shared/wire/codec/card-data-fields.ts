/** Names of the fields that carry card data, wherever they occur on the wire (contract section 1.2). */
export const CARD_DATA_FIELDS = ['cardNo', 'cardVerifyNo', 'pin', 'activationCode', 'otp'] as const;

/** What is card data wherever it is told, by its name on the wire (contract section 1.2). */
export const CARD_DATA_FIELDS = ['cardNo', 'cardVerifyNo', 'pin', 'activationCode', 'otp'] as const;

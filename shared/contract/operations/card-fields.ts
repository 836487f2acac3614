import * as z from 'zod/mini';

/** What Card Inquiry and Card Pagination Query tell of a card (contract section 3.2). */
export const cardSummary = {
  cardId: z.string(),
  userNo: z.string(),
  cardNo: z.string(),
  cardAlias: z.string(),
  cardLabel: z.string(),
  cardExpiryDate: z.string(),
  localCurrency: z.string(),
  startActiveDate: z.string(),
  endCloseDate: z.string(),
  cardType: z.number(),
  cardForm: z.number(),
  groupId: z.optional(z.string()),
  creditLimitAmt: z.optional(z.number()),
  minAuthAmt: z.number(),
  maxAuthAmt: z.number(),
  balanceAmt: z.number(),
  usedAuthAmt: z.number(),
  enableMultiUse: z.number(),
  enableCurrencyCheck: z.number(),
  cardClosedAmt: z.optional(z.number()),
  cardStatus: z.string(),
  cardStatusDesc: z.string(),
  createTime: z.string(),
  cardUserInfo: z.optional(
    z.object({
      firstName: z.string(),
      lastName: z.string(),
      email: z.string(),
      mobile: z.string(),
      birthDate: z.string(),
    }),
  ),
  billAddressInfo: z.optional(
    z.object({
      countryCode: z.string(),
      country: z.string(),
      billingState: z.string(),
      billingCity: z.string(),
      billingAddress: z.string(),
      billingZipCode: z.string(),
    }),
  ),
};

import * as z from 'zod/mini';
import { cardIdField, descriptions, groupIdField, statusDescField } from './common-fields.ts';
import { describe } from './fields.ts';

const cardUserInfo = z.object({
  firstName: describe(z.string(), 'Given name.'),
  lastName: describe(z.string(), 'Family name.'),
  email: describe(z.string(), 'E-mail address.'),
  mobile: describe(z.string(), 'Mobile number with its calling code.'),
  birthDate: describe(z.string(), 'Date of birth, yyyy-MM-dd.'),
});

const billAddressInfo = z.object({
  countryCode: describe(z.string(), 'ISO 3166-1 alpha-3 code.'),
  country: describe(z.string(), "The country's name in English."),
  billingState: describe(z.string(), 'State or province.'),
  billingCity: describe(z.string(), 'City.'),
  billingAddress: describe(z.string(), 'Street and number.'),
  billingZipCode: describe(z.string(), 'Postal code; empty when the country has none.'),
});

/** The fields of a card in Card Inquiry and Card Pagination Query (contract section 3.2). */
export const cardSummaryFields = {
  cardId: cardIdField,
  userNo: describe(z.string(), 'The merchant.'),
  cardNo: describe(z.string(), 'The card number, masked.'),
  cardAlias: describe(z.string(), "The merchant's name for the card; empty when it has none."),
  cardLabel: describe(z.string(), "The merchant's label for the card; empty when it has none."),
  cardExpiryDate: describe(z.string(), 'The expiry date on the card, yyyy-MM.'),
  localCurrency: describe(z.string(), 'The currency of the card and of the amounts below.'),
  startActiveDate: describe(z.string(), 'The first day on which the card can be used, yyyy-MM-dd.'),
  endCloseDate: describe(z.string(), 'The last day on which the card can be used, yyyy-MM-dd.'),
  cardType: describe(z.number(), descriptions.cardType),
  cardForm: describe(z.number(), descriptions.cardForm),
  groupId: z.optional(groupIdField),
  creditLimitAmt: z.optional(describe(z.number(), "A supplementary card's own limit within the pool.")),
  minAuthAmt: describe(z.number(), 'The smallest amount that can be loaded onto the card at once.'),
  maxAuthAmt: describe(
    z.number(),
    'The largest amount that can be loaded onto the card at once, and the largest purchase.',
  ),
  balanceAmt: describe(z.number(), 'The available balance.'),
  usedAuthAmt: describe(z.number(), 'The amount used: authorized or cleared, less reversed and refunded.'),
  enableMultiUse: describe(z.number(), '1 many purchases, 0 one.'),
  enableCurrencyCheck: describe(
    z.number(),
    '1 purchases in localCurrency only, 0 purchases in any currency.',
  ),
  cardClosedAmt: z.optional(
    describe(z.number(), 'The amount that the cancellation returned to the account.'),
  ),
  cardStatus: describe(z.string(), descriptions.cardStatus),
  cardStatusDesc: statusDescField,
  createTime: describe(z.string(), 'When the card was opened, yyyy-MM-dd HH:mm:ss.'),
  cardUserInfo: z.optional(describe(cardUserInfo, 'The cardholder, if the card has one.')),
  billAddressInfo: z.optional(describe(billAddressInfo, "The cardholder's billing address.")),
};

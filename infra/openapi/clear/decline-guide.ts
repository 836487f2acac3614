import type { APPROVED, ResponseCode } from '../../../shared/wire/contract/reference-data/response-codes.ts';

/** The code of a declined purchase. */
export type DeclineCode = Exclude<ResponseCode, typeof APPROVED>;

/** What a merchant needs to know about a declined purchase. */
export interface DeclineGuide {
  /** Who declines with it: the platform, for cards that it issues, or an external issuer, whose code is passed on. */
  readonly by: 'platform' | 'external issuer';
  /** When it is given. */
  readonly cause: string;
  /** What the merchant can do. */
  readonly remedy: string;
  /** What to tell the cardholder. */
  readonly cardholder: string;
  /** Whether the cardholder should try again. */
  readonly again: string;
}

const ASK_OPERATOR = 'Ask the operator, with the `recordNo`.';
const WITHHELD = 'Your bank did not approve this purchase. Contact support.';

/** Every code of a declined purchase. */
export const declineGuide: Readonly<Record<DeclineCode, DeclineGuide>> = {
  '100001': {
    by: 'platform',
    cause: 'The merchant is disabled: all of its cards are declined.',
    remedy: 'Ask the operator.',
    cardholder: 'Your card cannot be used at present. Contact support.',
    again: 'Once the merchant is enabled',
  },
  '200001': {
    by: 'platform',
    cause: 'There is no card with this number. The merchant is not notified, since there is none.',
    remedy: 'None.',
    cardholder: 'Check the card number.',
    again: 'With the right number',
  },
  '200002': {
    by: 'platform',
    cause: 'The available balance of the card, or of its group, does not cover the amount.',
    remedy: 'Recharge the card or the group.',
    cardholder: 'Not enough money on the card.',
    again: 'After a recharge, or with a smaller amount',
  },
  '200003': {
    by: 'platform',
    cause: 'The verification number (CVV2) is wrong. The fifth in a row locks it for 24 hours.',
    remedy: 'None.',
    cardholder: 'Check the three digits of the security code.',
    again: 'Once, with the right number',
  },
  '200004': {
    by: 'platform',
    cause: 'The expiry date that was presented is wrong, or the card has expired.',
    remedy: 'If `cardExpiryDate` is past, open another card.',
    cardholder: 'Check the expiry date of the card.',
    again: 'With the right date',
  },
  '200005': {
    by: 'platform',
    cause: 'The card accepts purchases in its own currency only (`enableCurrencyCheck` 1).',
    remedy: 'Open a card without the currency check, or one in that currency.',
    cardholder: 'This card pays in its own currency only.',
    again: 'In the card’s currency',
  },
  '200006': {
    by: 'platform',
    cause: 'The card is for one purchase and was used (`enableMultiUse` 0).',
    remedy: 'Open another card.',
    cardholder: 'This card was for one purchase only.',
    again: 'No',
  },
  '200007': {
    by: 'platform',
    cause: 'The purchase exceeds the supplementary card’s own limit within its group.',
    remedy: 'Raise `authLimitAmount` with Card Information Modification.',
    cardholder: 'The purchase is above the limit of your card.',
    again: 'After the limit is raised, or with a smaller amount',
  },
  '200008': {
    by: 'platform',
    cause:
      'The card is closed, frozen, awaits activation, is before its first or after its last day, or its group is frozen.',
    remedy:
      'Look at `cardStatus`, `startActiveDate` and `endCloseDate` in Card Inquiry, and at the group’s `status`.',
    cardholder: 'Your card is not active. Contact support.',
    again: 'Once the card is in use',
  },
  '200009': {
    by: 'platform',
    cause: 'The purchase exceeds the largest amount for one purchase, `maxAuthAmt` of Card Inquiry.',
    remedy: 'Choose another BIN range for such purchases.',
    cardholder: 'The purchase is too large for this card.',
    again: 'With a smaller amount',
  },
  '300001': {
    by: 'external issuer',
    cause: 'The issuer does not accept this card acceptor.',
    remedy: ASK_OPERATOR,
    cardholder: 'This shop does not accept your card. Pay another way.',
    again: 'No',
  },
  '400001': {
    by: 'external issuer',
    cause: 'The issuer considers the purchase risky.',
    remedy: ASK_OPERATOR,
    cardholder: WITHHELD,
    again: 'No',
  },
  '400002': {
    by: 'external issuer',
    cause: 'The amount is invalid for the issuer.',
    remedy: ASK_OPERATOR,
    cardholder: 'The amount was not accepted.',
    again: 'With another amount',
  },
  '400003': {
    by: 'platform',
    cause:
      'An increment refers to the authorization of another card. External issuers use it for any invalid transaction.',
    remedy: ASK_OPERATOR,
    cardholder: 'The shop made a mistake with this payment. Ask it to start again.',
    again: 'As a new purchase',
  },
  '400004': {
    by: 'external issuer',
    cause: 'The issuer does not find the transaction that this one refers to.',
    remedy: ASK_OPERATOR,
    cardholder: 'The shop made a mistake with this payment. Ask it to start again.',
    again: 'As a new purchase',
  },
  '400005': {
    by: 'platform',
    cause: 'An increment refers to an authorization that is settled or whose hold has ended.',
    remedy: 'None.',
    cardholder: 'The shop made a mistake with this payment. Ask it to start again.',
    again: 'As a new purchase',
  },
  '400006': {
    by: 'external issuer',
    cause: 'The issuer does not support this type of transaction.',
    remedy: ASK_OPERATOR,
    cardholder: 'Your card does not support this kind of payment.',
    again: 'No',
  },
  '400007': {
    by: 'external issuer',
    cause: 'The issuer did not decide in time.',
    remedy: 'None.',
    cardholder: 'The payment took too long. Try again.',
    again: 'Yes, after a moment',
  },
  '400008': {
    by: 'external issuer',
    cause: 'The issuer’s risk rules reject the purchase.',
    remedy: ASK_OPERATOR,
    cardholder: WITHHELD,
    again: 'No',
  },
  '400009': {
    by: 'external issuer',
    cause: 'The issuer’s channel intercepted the purchase.',
    remedy: ASK_OPERATOR,
    cardholder: WITHHELD,
    again: 'No',
  },
  '400010': {
    by: 'external issuer',
    cause: 'A refund exceeds what may be refunded.',
    remedy: ASK_OPERATOR,
    cardholder: 'The shop’s refund was not accepted. Ask the shop.',
    again: 'With a smaller refund',
  },
  '400011': {
    by: 'platform',
    cause:
      'Five wrong verification numbers (CVV2) in a row: for 24 hours no other is compared. External issuers use it for too many attempts of any kind.',
    remedy: 'None. The lock ends by itself.',
    cardholder: 'Too many attempts. Try again tomorrow.',
    again: 'After 24 hours',
  },
  '400012': {
    by: 'external issuer',
    cause: 'The issuer’s decision engine rejects the purchase.',
    remedy: ASK_OPERATOR,
    cardholder: WITHHELD,
    again: 'No',
  },
  '999998': {
    by: 'external issuer',
    cause: 'The issuer’s system is being upgraded.',
    remedy: 'None.',
    cardholder: 'The payment could not be made just now. Try again later.',
    again: 'Yes, later',
  },
  '999999': {
    by: 'external issuer',
    cause: 'The issuer gives no reason, or one that cannot be read.',
    remedy: ASK_OPERATOR,
    cardholder: 'The payment could not be made. Try again, or contact support.',
    again: 'Once',
  },
};

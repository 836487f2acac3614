import * as z from 'zod/mini';
import { country } from './fields/cardholder-fields.ts';
import { amount, cardNumber, currency, dateTime, describe, digits, month, text } from './fields/fields.ts';
import type { ObjectSchema, Operation } from './operations/operation.ts';

/** An operation of the card network API. Sealed, answered and granted like an operation of the Merchant API. */
export interface NetworkOperation<
  Request extends ObjectSchema = ObjectSchema,
  Result extends ObjectSchema = ObjectSchema,
> extends Omit<Operation<Request, Result>, 'path' | 'function'> {
  readonly path: `/network/${string}`;
  readonly function: `network/${string}`;
}

/** Declares an operation of the card network API and keeps the exact types of its schemas. */
// @__NO_SIDE_EFFECTS__
function defineNetworkOperation<Request extends ObjectSchema, Result extends ObjectSchema>(
  operation: NetworkOperation<Request, Result>,
): NetworkOperation<Request, Result> {
  return operation;
}

/** The request that the domain receives: validated, with amounts as decimal text. */
export type CheckedNetworkRequestOf<Op extends NetworkOperation> = z.output<Op['request']>;

/** The result as the network receives it. */
export type NetworkResultOf<Op extends NetworkOperation> = z.output<Op['result']>;

export const networkAuthorize = defineNetworkOperation({
  title: 'Authorization',
  summary:
    'Decides on a purchase while the card acceptor waits. A decline is a result, not an error. In both cases the cardholder’s merchant receives card_transaction.',
  path: '/network/authorize',
  function: 'network/authorize',
  async: false,
  request: z.object({
    networkId: describe(
      text(64),
      "The network's number of the authorization, unique for ever. A repeated request gets the first result, whatever its cvv2.",
    ),
    cardNo: describe(cardNumber(), 'The card number.'),
    expiry: describe(month(), 'The expiry date that was presented.'),
    cvv2: z.optional(
      describe(
        digits(3),
        'The verification number (CVV2) that was presented; absent when the card is present or the payment is recurring. After five wrong numbers in a row only one attempt a day is checked until one is right; the others are declined with 400011.',
      ),
    ),
    transCurrency: describe(currency(), "The card acceptor's currency."),
    transCurrencyAmt: describe(
      amount({ zero: true }),
      'The amount in transCurrency. Zero verifies the account and holds nothing.',
    ),
    localCurrencyAmt: z.optional(
      describe(
        amount({ zero: true }),
        "The amount in the card's currency, as converted by the network. Required when that differs from transCurrency.",
      ),
    ),
    merchantName: describe(text(128), 'The card acceptor.'),
    merchantCategoryCode: z.optional(describe(digits(4), "The card acceptor's ISO 18245 category.")),
    merchantCountry: z.optional(
      describe(
        country(),
        "The card acceptor's country. Determines whether the purchase is domestic or overseas.",
      ),
    ),
    transactionTime: z.optional(describe(dateTime(), 'When the purchase was made. Defaults to now.')),
    originRecordNo: z.optional(
      describe(
        text(64),
        'For an incremental authorization: the recordNo of the original authorization or of an earlier increment. The clearing of the authorization releases all of their holds. Declined with 400005 once the authorization is settled or its hold has ended, and with 400003 when it belongs to another card.',
      ),
    ),
  }),
  result: z.object({
    approved: describe(z.number(), '1 approved, 0 declined.'),
    respCode: describe(z.string(), 'The response code; 000000 means approved.'),
    respCodeDesc: describe(z.string(), 'The response code in words.'),
    approvalCode: z.optional(
      describe(z.string(), 'The approval code, 6 letters and digits. Only when approved.'),
    ),
    recordNo: describe(
      z.string(),
      'The number of the authorization. Its clearing, reversal or refund refers to it as recordNo or originRecordNo.',
    ),
    localCurrency: z.optional(describe(z.string(), "The card's currency; absent when the card is unknown.")),
    localCurrencyAmt: z.optional(describe(z.number(), "The amount in the card's currency.")),
  }),
  access: {
    merchants: 'read',
    cards: 'write',
    vault: 'read',
    ledger: 'write',
    transactions: 'write',
    notifications: 'write',
  },
  refusals: ['110009', '130001'],
});

/** Every operation of the card network API. */
export const networkOperations = { networkAuthorize } as const;

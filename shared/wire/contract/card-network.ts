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
export function defineNetworkOperation<Request extends ObjectSchema, Result extends ObjectSchema>(
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
    'Decides on a purchase while the card acceptor waits. A decline is an answer, not an error; the cardholder’s merchant is told of both by card_transaction.',
  path: '/network/authorize',
  function: 'network/authorize',
  async: false,
  request: z.object({
    networkId: describe(
      text(64),
      "The network's number of the authorization, unique for ever: the same again gets the first answer, whatever cvv2 comes with it.",
    ),
    cardNo: describe(cardNumber(), 'The card number.'),
    expiry: describe(month(), 'The expiry that was presented.'),
    cvv2: z.optional(
      describe(
        digits(3),
        'The verification number that was presented; absent where none is: the card is present, or the payment recurring. After five wrong ones in a row one a day is compared until a right one; the others are declined with 400011.',
      ),
    ),
    transCurrency: describe(currency(), "The currency at the card acceptor's."),
    transCurrencyAmt: describe(
      amount({ zero: true }),
      'The amount in transCurrency. Zero asks whether the card would be accepted, and holds nothing.',
    ),
    localCurrencyAmt: z.optional(
      describe(
        amount({ zero: true }),
        "The amount in the card's currency, as the network converted it; required where that is not transCurrency.",
      ),
    ),
    merchantName: describe(text(128), 'The card acceptor.'),
    merchantCategoryCode: z.optional(describe(digits(4), "The card acceptor's ISO 18245 category.")),
    merchantCountry: z.optional(
      describe(country(), "The card acceptor's country; tells the merchant domestic from overseas."),
    ),
    transactionTime: z.optional(describe(dateTime(), 'When the purchase was made; now unless told.')),
    originRecordNo: z.optional(
      describe(
        text(64),
        'Of an increment: the recordNo of the authorization, or of an earlier increment of it. The clearing of the authorization releases both. Declined with 400005 once the authorization is settled or its hold has ended, with 400003 where it is another card’s.',
      ),
    ),
  }),
  result: z.object({
    approved: describe(z.number(), '1 approved, 0 declined.'),
    respCode: describe(z.string(), 'The response code; 000000 is an approval.'),
    respCodeDesc: describe(z.string(), 'The response code in words.'),
    approvalCode: z.optional(describe(z.string(), 'Of an approval: its code of 6 letters and digits.')),
    recordNo: describe(
      z.string(),
      'The authorization: what its clearing, reversal or refund names as recordNo or originRecordNo.',
    ),
    localCurrency: z.optional(describe(z.string(), "The card's currency; absent where the card is unknown.")),
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

import * as z from 'zod/mini';
import { cardIdField, cardIdParam, cardUserIdParam, userReqNoField } from '../fields/common-fields.ts';
import { cardNumber, code, currency, describe, digits, pin, userReqNo } from '../fields/fields.ts';
import { defineOperation } from './operation.ts';

const newPin = () =>
  describe(
    pin(),
    'The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s cardData is jwe.',
  );

/** Result fields of an accepted request. */
const acceptedFields = { userReqNo: userReqNoField, cardId: cardIdField };

export const cardAssign = defineOperation({
  title: 'Card Assign',
  summary:
    'Assigns a physical card from stock to a cardholder and charges the opening fee. The card awaits activation; its code arrives as card_activation_code.',
  path: '/openapi/vcc/card/assign',
  function: 'pcc/card-assign',
  async: false,
  request: z.object({
    userReqNo: userReqNo(),
    binRangeId: z.optional(
      describe(
        code(8),
        'A BIN range of physical cards, or its BIN. Optional with cardNo; defaults to the range of that card.',
      ),
    ),
    localCurrency: describe(currency(), 'The currency of the card.'),
    cardUserId: cardUserIdParam,
    cardNo: z.optional(
      describe(
        cardNumber(),
        'The number printed on a card in stock. Defaults to any free card. As JWE if the merchant’s cardData is jwe; not allowed if it is masked.',
      ),
    ),
  }),
  result: z.object({ ...acceptedFields, status: describe(z.string(), '3 awaiting activation.') }),
  access: {
    merchants: 'read',
    cards: 'write',
    cardholders: 'write',
    vault: 'read',
    ledger: 'write',
    orders: 'write',
  },
  refusals: ['110002', '110003', '110005', '110007', '110009', '120001', '130001'],
});

export const cardActive = defineOperation({
  title: 'Card Active',
  summary:
    'Activates a physical card with its code and sets its PIN. The outcome arrives as card_activation_status. Five wrong codes lock the activation. A repeated userReqNo gets the first result, whatever code and PIN it carries, and does not set another PIN.',
  path: '/openapi/vcc/card/active',
  function: 'pcc/card-active',
  async: true,
  request: z.object({
    userReqNo: userReqNo(),
    cardId: cardIdParam,
    activationCode: describe(
      digits(8),
      'The 8-digit code from card_activation_code. As JWE if the merchant’s cardData is jwe.',
    ),
    pin: newPin(),
  }),
  result: z.object(acceptedFields),
  access: {
    merchants: 'read',
    cards: 'write',
    pins: 'write',
    secrets: 'open',
    orders: 'write',
    notifications: 'write',
  },
  refusals: ['110004', '110009', '110011', '120001', '130001'],
});

export const cardPinReset = defineOperation({
  title: 'Card Pin Reset',
  summary:
    'Sets a new PIN for an activated physical card. PINs are stored sealed and never returned. A repeated userReqNo gets the first result, whatever PIN it carries, and does not set another PIN.',
  path: '/openapi/vcc/card/pin/reset',
  function: 'pcc/card-pin-reset',
  async: false,
  request: z.object({ userReqNo: userReqNo(), cardId: cardIdParam, pin: newPin() }),
  result: z.object(acceptedFields),
  access: { merchants: 'read', cards: 'read', pins: 'write', orders: 'write' },
  refusals: ['110004', '110009', '120001', '130001'],
});

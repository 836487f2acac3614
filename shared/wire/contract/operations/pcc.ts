import * as z from 'zod/mini';
import { cardIdField, cardIdParam, cardUserIdParam, userReqNoField } from '../fields/common-fields.ts';
import { cardNumber, code, currency, describe, digits, pin, userReqNo } from '../fields/fields.ts';
import { defineOperation } from './operation.ts';

const newPin = () =>
  describe(
    pin(),
    'The PIN of 6 digits, not all alike and no run; as JWE from a merchant whose cardData is jwe.',
  );

/** Result fields of an accepted request. */
const acceptedFields = { userReqNo: userReqNoField, cardId: cardIdField };

export const cardAssign = defineOperation({
  title: 'Card Assign',
  summary:
    'Binds a physical card of the stock to a cardholder and charges the opening fee. It awaits activation; the code follows as card_activation_code.',
  path: '/openapi/vcc/card/assign',
  function: 'pcc/card-assign',
  async: false,
  request: z.object({
    userReqNo: userReqNo(),
    binRangeId: z.optional(
      describe(
        code(8),
        'A range of physical cards, or its BIN; may be left out where cardNo is given, and is then that card’s.',
      ),
    ),
    localCurrency: describe(currency(), 'The currency of the card.'),
    cardUserId: cardUserIdParam,
    cardNo: z.optional(
      describe(
        cardNumber(),
        'The number printed on a card of the stock; any free one unless told. As JWE from a merchant whose cardData is jwe, from none whose is masked.',
      ),
    ),
  }),
  result: z.object({ ...acceptedFields, status: describe(z.string(), '3: it awaits activation.') }),
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
    'Activates a physical card with its code and sets its PIN. The outcome arrives as card_activation_status. Five wrong codes lock the activation. The same userReqNo again is answered as the first was, whatever code and PIN come with it: it sets no other PIN.',
  path: '/openapi/vcc/card/active',
  function: 'pcc/card-active',
  async: true,
  request: z.object({
    userReqNo: userReqNo(),
    cardId: cardIdParam,
    activationCode: describe(
      digits(8),
      'The code of 8 digits from card_activation_code; as JWE from a merchant whose cardData is jwe.',
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
    'Sets a new PIN for a physical card that is activated. PINs are kept sealed and never answered. The same userReqNo again is answered as the first was, whatever PIN comes with it: it sets no other.',
  path: '/openapi/vcc/card/pin/reset',
  function: 'pcc/card-pin-reset',
  async: false,
  request: z.object({ userReqNo: userReqNo(), cardId: cardIdParam, pin: newPin() }),
  result: z.object(acceptedFields),
  access: { merchants: 'read', cards: 'read', pins: 'write', orders: 'write' },
  refusals: ['110004', '110009', '120001', '130001'],
});

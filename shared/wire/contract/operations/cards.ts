import * as z from 'zod/mini';
import { cardSummaryFields } from '../fields/card-fields.ts';
import {
  cardIdField,
  cardIdParam,
  cardUserIdParam,
  descriptions,
  groupIdParam,
  periodParams,
  userReqNoField,
} from '../fields/common-fields.ts';
import {
  amount,
  choice,
  describe,
  pageRequest,
  pageResult,
  text,
  textChoice,
  userReqNo,
} from '../fields/fields.ts';
import { defineOperation } from './operation.ts';

export const scene = defineOperation({
  title: 'Scene list query',
  summary: 'Returns the purposes for which a card can be opened.',
  path: '/openapi/vcc/scene',
  function: 'vcc/scene',
  async: false,
  request: z.object({}),
  result: z.object({
    list: describe(
      z.array(
        z.object({
          sceneCode: describe(z.number(), 'The code for card openings.'),
          sceneName: describe(z.string(), 'Its name.'),
          description: describe(z.string(), 'What the scene includes.'),
        }),
      ),
      'Every scene.',
    ),
  }),
  access: { merchants: 'read' },
  refusals: [],
});

export const cardBin = defineOperation({
  title: 'Cardbin query',
  summary:
    'Returns the BIN ranges in which the merchant may open cards, one row per range and currency, with fees and limits.',
  path: '/openapi/vcc/cardBin',
  function: 'vcc/card-bin',
  async: false,
  request: z.object({ cardType: z.optional(describe(choice(1, 2), descriptions.cardType)) }),
  result: z.object({
    list: describe(
      z.array(
        z.object({
          binRangeId: describe(z.string(), 'The id of the range, for card openings.'),
          cardBin: describe(z.string(), 'The leading digits of its card numbers.'),
          cardBrand: describe(z.string(), 'The card network.'),
          cardType: describe(z.number(), descriptions.cardType),
          cardForm: describe(z.number(), descriptions.cardForm),
          needCardholder: describe(
            z.number(),
            `Whether an opening requires a cardholder: ${descriptions.yesNo}`,
          ),
          requiredFields: describe(
            z.array(z.string()),
            'The fields that the cardholder must have, as named in Cardholder Application.',
          ),
          currency: describe(z.string(), 'The currency of the cards and of the amounts below.'),
          openFee: describe(z.number(), 'The fee of an opening.'),
          rechargeFeeRate: describe(
            z.number(),
            'The fee of a recharge as a share of its amount: 0.01 is 1 %. Rounded up to the minor unit.',
          ),
          minRechargeFee: z.optional(
            describe(z.number(), 'The minimum fee of a recharge, if the range has one.'),
          ),
          minAmount: describe(z.number(), 'The smallest amount for funding or recharging a card.'),
          maxAmount: describe(z.number(), 'The largest amount for funding or recharging a card.'),
          status: describe(z.number(), '0 closed for new cards, 1 open.'),
        }),
      ),
      'One row per range and currency.',
    ),
  }),
  access: { merchants: 'read', cards: 'read' },
  refusals: [],
});

export const cardModify = defineOperation({
  title: 'Card Information Modification',
  summary:
    'Freezes or enables a card, or changes its alias, label or limit. At least one of them is required.',
  path: '/openapi/vcc/card/modify',
  function: 'vcc/card-modify',
  async: false,
  request: z.object({
    userReqNo: userReqNo(),
    cardId: cardIdParam,
    cardAlias: z.optional(describe(text(64), "The merchant's name for the card.")),
    cardLabel: z.optional(describe(text(64), "The merchant's label for the card.")),
    status: z.optional(describe(choice(0, 1), '0 freeze, 1 enable.')),
    authLimitAmount: z.optional(
      describe(
        amount({ zero: true }),
        'The limit of a supplementary card within its pool, not below the used amount; 0 means no limit. Other cards have no limit.',
      ),
    ),
  }),
  result: z.object({ userReqNo: userReqNoField, cardId: cardIdField }),
  example: { userReqNo: 'R20260301-0004', cardId: '1238793332297834', status: 0 },
  access: { merchants: 'read', upstreams: 'read', cards: 'write', orders: 'write' },
  refusals: ['110004', '110008', '110009', '120001', '130001'],
});

export const cardInfo = defineOperation({
  title: 'Card Inquiry',
  summary:
    'Returns a card with its number, verification number, balance and status. A closed or expired card has no verification number.',
  path: '/openapi/vcc/card/info',
  function: 'vcc/card-info',
  async: false,
  request: z.object({ cardId: cardIdParam }),
  result: z.object({
    ...cardSummaryFields,
    cardNo: describe(
      z.string(),
      'The card number: in plaintext, masked or as JWE, depending on the merchant’s cardData. Also masked once it is no longer stored, some time after the card was closed or expired.',
    ),
    cardVerifyNo: z.optional(
      describe(
        z.string(),
        'The verification number (CVV2): in plaintext, absent or as JWE, depending on the merchant’s cardData. Absent when the card is closed or expired.',
      ),
    ),
  }),
  access: {
    merchants: 'read',
    upstreams: 'read',
    cards: 'read',
    cardholders: 'read',
    vault: 'read',
    ledger: 'read',
  },
  refusals: ['120001', '130001'],
});

export const cardPage = defineOperation({
  title: 'Card Pagination Query',
  summary: [
    "Returns the merchant's cards, newest first, with masked numbers.",
    'With an endTime in the past, pages do not shift while cards are added. Without one, new cards push the others towards later pages, but none is skipped.',
    'Without filters, or with a period alone, every page takes the same time. With other filters the time is proportional to the cards of the cardholder or group, or for cardType and status alone of the merchant within the period.',
  ].join(' '),
  path: '/openapi/vcc/card/page',
  function: 'vcc/card-page',
  async: false,
  request: z.object({
    cardType: z.optional(describe(choice(1, 2), descriptions.cardType)),
    groupId: z.optional(groupIdParam),
    status: z.optional(describe(textChoice('0', '1', '2', '3'), descriptions.cardStatus)),
    cardUserId: z.optional(cardUserIdParam),
    ...periodParams('Opened'),
    ...pageRequest,
  }),
  result: pageResult(z.object(cardSummaryFields)),
  access: { merchants: 'read', cards: 'read', cardholders: 'read', ledger: 'read' },
  refusals: [],
});

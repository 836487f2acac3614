import * as z from 'zod/mini';
import {
  acceptedOrder,
  cardIdField,
  cardIdParam,
  cardUserIdParam,
  descriptions,
  groupIdField,
  groupIdParam,
  orderIdField,
  periodParams,
  userReqNoField,
} from '../fields/common-fields.ts';
import {
  amount,
  choice,
  code,
  currency,
  date,
  describe,
  id,
  pageRequest,
  pageResult,
  text,
  userReqNo,
} from '../fields/fields.ts';
import { scenes } from '../reference-data/scenes.ts';
import { defineOperation } from './operation.ts';

/** The card or group of an order: cardId for channelType 1 (the default), groupId for 2. */
const cardOrGroup = {
  channelType: z._default(
    describe(choice(1, 2), '1 a card, which cardId names; 2 a group, which groupId names.'),
    1,
  ),
  cardId: z.optional(describe(id(), 'The card, for channelType 1.')),
  groupId: z.optional(describe(id(), 'The group, for channelType 2.')),
};

export const cardApply = defineOperation({
  title: 'Apply for a Card Opening',
  summary:
    'Opens a card and funds it from the card account of its currency. The outcome arrives as card_operate, opType 15.',
  path: '/openapi/vcc/card/apply',
  function: 'vcc/card-apply',
  async: true,
  request: z.object({
    userReqNo: userReqNo(),
    localCurrency: describe(currency(), 'The currency of the card, and of the account that pays.'),
    startDate: describe(date(), 'From when the card can be used: today or later.'),
    endDate: describe(
      date(),
      "Until when the card can be used: startDate or later, and no later than the card's expiry.",
    ),
    channelType: z._default(
      describe(choice(1, 2), '1 a regular card, 2 a supplementary card of a group.'),
      1,
    ),
    authLimitAmount: z.optional(
      describe(
        amount({ zero: true }),
        'channelType 1, required: what the card is funded with. channelType 2: its own limit within the pool; without it, or with 0, the pool alone limits it.',
      ),
    ),
    enableMultiUse: z._default(describe(choice(0, 1), '1 many purchases, 0 one.'), 1),
    enableCurrencyCheck: z.optional(
      describe(
        choice(0, 1),
        '1 purchases in localCurrency only, 0 in any currency. Required for channelType 1.',
      ),
    ),
    cardAlias: z.optional(describe(text(64), "The merchant's name for the card.")),
    CardAlias: z.optional(describe(text(64), 'The same as cardAlias, which goes before it.')),
    binRangeId: z.optional(
      describe(
        code(8),
        "A range of Cardbin query, or a BIN: then the first range of that BIN that fits. The first that fits the currency unless told; channelType 2: the group's unless told, and one of the same issuer.",
      ),
    ),
    groupId: z.optional(describe(id(), 'The group, required for channelType 2.')),
    cardUserId: z.optional(cardUserIdParam),
    sceneCode: z.optional(
      describe(
        choice(...scenes.map(({ sceneCode }) => sceneCode)),
        'What the card is for, by Scene list query.',
      ),
    ),
    airLineCode: z.optional(describe(text(2, 2), 'The IATA code of the airline, for scene 1004 only.')),
  }),
  result: acceptedOrder,
  example: {
    userReqNo: 'R20260301-0001',
    localCurrency: 'USD',
    startDate: '2026-03-01',
    endDate: '2027-03-01',
    authLimitAmount: 100,
    enableCurrencyCheck: 0,
    cardAlias: 'first card',
  },
  access: { merchants: 'read', cards: 'read', cardholders: 'write', ledger: 'write', orders: 'write' },
  refusals: ['110002', '110003', '110004', '110005', '110007', '110009', '120001', '130001'],
});

export const cardRecharge = defineOperation({
  title: 'Recharge',
  summary:
    'Adds authLimitAmount to a card from the card account of its currency. The outcome arrives as card_operate, opType 16.',
  path: '/openapi/vcc/card/recharge',
  function: 'vcc/card-recharge',
  async: true,
  request: z.object({
    userReqNo: userReqNo(),
    ...cardOrGroup,
    authLimitAmount: describe(
      amount(),
      'What is added, from minAmount to maxAmount of the BIN range; the fee comes on top.',
    ),
  }),
  result: acceptedOrder,
  example: { userReqNo: 'R20260301-0002', cardId: '1238793332297834', authLimitAmount: 50 },
  access: { merchants: 'read', cards: 'read', ledger: 'write', orders: 'write' },
  refusals: ['110003', '110004', '110005', '110009', '120001', '130001'],
});

export const cardRefund = defineOperation({
  title: 'Refund',
  summary:
    "Moves refundAmount of a card's available balance back to the account. The outcome arrives as card_operate, opType 18.",
  path: '/openapi/vcc/card/refund',
  function: 'vcc/card-refund',
  async: true,
  request: z.object({
    userReqNo: userReqNo(),
    ...cardOrGroup,
    refundAmount: describe(amount(), 'What goes back, at most the available balance.'),
  }),
  result: acceptedOrder,
  example: { userReqNo: 'R20260301-0003', cardId: '1238793332297834', refundAmount: 30 },
  access: { merchants: 'read', cards: 'write', ledger: 'write', orders: 'write' },
  refusals: ['110004', '110006', '110009', '120001', '130001'],
});

export const cardClose = defineOperation({
  title: 'Cancel Card Application',
  summary:
    'Cancels a card; its available balance goes back to the account. The outcome arrives as card_operate, opType 19.',
  path: '/openapi/vcc/card/close',
  function: 'vcc/card-close',
  async: true,
  request: z.object({ userReqNo: userReqNo(), cardId: cardIdParam }),
  result: acceptedOrder,
  access: { merchants: 'read', cards: 'write', ledger: 'write', orders: 'write' },
  refusals: ['110004', '110009', '120001', '130001'],
});

export const cardOperateQuery = defineOperation({
  title: 'Card Operation Order Inquiry',
  summary: [
    'Orders on cards and groups by at least one criterion, newest first.',
    'With an endTime that has passed the pages never shift while orders are added.',
    'An order is found at once by orderId or userReqNo; others take time in proportion to the orders of the card, of the group, or, without either, of the merchant within the period.',
  ].join(' '),
  path: '/openapi/vcc/card/operate/query',
  function: 'vcc/card-operate-query',
  async: false,
  request: z.object({
    userReqNo: z.optional(userReqNo()),
    orderId: z.optional(describe(id(), 'The order.')),
    cardId: z.optional(cardIdParam),
    groupId: z.optional(groupIdParam),
    opType: z.optional(describe(choice(15, 16, 18, 19, 26), descriptions.opType)),
    status: z.optional(describe(choice(0, 1, 2), descriptions.orderStatus)),
    ...periodParams('Accepted'),
    ...pageRequest,
  }),
  result: pageResult(
    z.object({
      orderId: orderIdField,
      userReqNo: userReqNoField,
      cardId: z.optional(cardIdField),
      groupId: z.optional(groupIdField),
      cardType: describe(z.number(), descriptions.cardType),
      opType: describe(z.number(), descriptions.opType),
      status: describe(z.number(), descriptions.orderStatus),
      statusDesc: describe(z.string(), 'The status in words; after a failure, why.'),
      amount: describe(z.number(), descriptions.orderAmount),
      fee: describe(z.number(), descriptions.orderFee),
      createAt: describe(z.string(), 'When the order was accepted, yyyy-MM-dd HH:mm:ss.'),
    }),
  ),
  example: { cardId: '1238793332297834' },
  access: { merchants: 'read', orders: 'read' },
  refusals: [],
});

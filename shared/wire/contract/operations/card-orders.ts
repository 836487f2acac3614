import * as z from 'zod/mini';
import { opTypes, orderStatuses } from '../codes.ts';
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
    describe(choice(1, 2), '1 a card, identified by cardId; 2 a group, identified by groupId.'),
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
    localCurrency: describe(currency(), 'The currency of the card and of the account that pays.'),
    startDate: describe(date(), 'The first day on which the card can be used: today or later.'),
    endDate: describe(
      date(),
      "The last day on which the card can be used: startDate or later, but not after the card's expiry date.",
    ),
    channelType: z._default(
      describe(choice(1, 2), '1 a regular card, 2 a supplementary card of a group.'),
      1,
    ),
    authLimitAmount: z.optional(
      describe(
        amount({ zero: true }),
        'For channelType 1: the initial funding, required. For channelType 2: the card’s own limit within the pool; absent or 0 means that only the pool limits it.',
      ),
    ),
    enableMultiUse: z._default(describe(choice(0, 1), '1 many purchases, 0 one.'), 1),
    enableCurrencyCheck: z.optional(
      describe(
        choice(0, 1),
        '1 purchases in localCurrency only, 0 purchases in any currency. Required for channelType 1.',
      ),
    ),
    cardAlias: z.optional(describe(text(64), "The merchant's name for the card.")),
    CardAlias: z.optional(describe(text(64), 'Alternative spelling of cardAlias, which takes precedence.')),
    binRangeId: z.optional(
      describe(
        code(8),
        "A range of Cardbin query, or a BIN, which selects its first suitable range. Defaults to the first range for the currency; for channelType 2 to the group's range, and must have the same issuer as the group.",
      ),
    ),
    groupId: z.optional(describe(id(), 'The group, required for channelType 2.')),
    cardUserId: z.optional(cardUserIdParam),
    sceneCode: z.optional(
      describe(
        choice(...scenes.map(({ sceneCode }) => sceneCode)),
        'The purpose of the card, from Scene list query.',
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
  access: {
    merchants: 'read',
    cards: 'write',
    cardholders: 'write',
    vault: 'add',
    ledger: 'write',
    orders: 'write',
    notifications: 'write',
  },
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
      'The amount to add, from minAmount to maxAmount of the BIN range. The fee is charged in addition.',
    ),
  }),
  result: acceptedOrder,
  example: { userReqNo: 'R20260301-0002', cardId: '1238793332297834', authLimitAmount: 50 },
  access: {
    merchants: 'read',
    cards: 'write',
    ledger: 'write',
    orders: 'write',
    notifications: 'write',
  },
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
    refundAmount: describe(amount(), 'The amount to return, at most the available balance.'),
  }),
  result: acceptedOrder,
  example: { userReqNo: 'R20260301-0003', cardId: '1238793332297834', refundAmount: 30 },
  access: {
    merchants: 'read',
    cards: 'write',
    ledger: 'write',
    orders: 'write',
    notifications: 'write',
  },
  refusals: ['110004', '110006', '110009', '120001', '130001'],
});

export const cardClose = defineOperation({
  title: 'Cancel Card Application',
  summary:
    'Cancels a card and returns its available balance to the account. The outcome arrives as card_operate, opType 19.',
  path: '/openapi/vcc/card/close',
  function: 'vcc/card-close',
  async: true,
  request: z.object({ userReqNo: userReqNo(), cardId: cardIdParam }),
  result: acceptedOrder,
  access: {
    merchants: 'read',
    cards: 'write',
    cardholders: 'write',
    vault: 'erase',
    pins: 'erase',
    ledger: 'write',
    orders: 'write',
    notifications: 'write',
  },
  refusals: ['110004', '110009', '120001', '130001'],
});

export const cardOperateQuery = defineOperation({
  title: 'Card Operation Order Inquiry',
  summary: [
    'Returns orders on cards and groups that match at least one filter, newest first.',
    'With an endTime in the past, pages do not shift while orders are added.',
    'A query by orderId or userReqNo finds its order directly. Other queries take time in proportion to the orders of the card or group, or without either of the merchant within the period.',
  ].join(' '),
  path: '/openapi/vcc/card/operate/query',
  function: 'vcc/card-operate-query',
  async: false,
  request: z.object({
    userReqNo: z.optional(userReqNo()),
    orderId: z.optional(describe(id(), 'The order.')),
    cardId: z.optional(cardIdParam),
    groupId: z.optional(groupIdParam),
    opType: z.optional(describe(choice(...Object.values(opTypes)), descriptions.opType)),
    status: z.optional(describe(choice(...Object.values(orderStatuses)), descriptions.orderStatus)),
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
      statusDesc: describe(z.string(), 'The status in words; after a failure, the reason.'),
      amount: describe(z.number(), descriptions.orderAmount),
      fee: describe(z.number(), descriptions.orderFee),
      createAt: describe(z.string(), 'When the order was accepted, yyyy-MM-dd HH:mm:ss.'),
    }),
  ),
  example: { cardId: '1238793332297834' },
  access: { merchants: 'read', orders: 'read' },
  refusals: [],
});

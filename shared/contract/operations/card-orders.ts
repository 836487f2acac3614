import * as z from 'zod/mini';
import {
  amount,
  choice,
  currency,
  date,
  dateTime,
  id,
  pageRequest,
  pageResult,
  text,
  userReqNo,
} from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { scenes } from '../scenes.ts';

const accepted = z.object({ orderId: z.string(), userReqNo: z.string() });

/** The card or group that an order is about: cardId for channelType 1 (the default), groupId for 2. */
const cardOrGroup = {
  channelType: z._default(choice(1, 2), 1),
  cardId: z.optional(id()),
  groupId: z.optional(id()),
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
    localCurrency: currency(),
    startDate: date(),
    endDate: date(),
    channelType: z._default(choice(1, 2), 1),
    authLimitAmount: z.optional(amount({ zero: true })),
    enableMultiUse: z._default(choice(0, 1), 1),
    enableCurrencyCheck: z.optional(choice(0, 1)),
    cardAlias: z.optional(text(64, 0)),
    CardAlias: z.optional(text(64, 0)),
    binRangeId: z.optional(text(8)),
    groupId: z.optional(id()),
    cardUserId: z.optional(id()),
    sceneCode: z.optional(choice(...scenes.map(({ sceneCode }) => sceneCode))),
    airLineCode: z.optional(text(2, 2)),
  }),
  result: accepted,
  access: { merchants: 'read', cards: 'read', ledger: 'write', orders: 'write' },
  refusals: ['110002', '110003', '110005', '110007', '110009', '120001', '130001'],
});

export const cardRecharge = defineOperation({
  title: 'Recharge',
  summary:
    'Adds authLimitAmount to a card from the card account of its currency. The outcome arrives as card_operate, opType 16.',
  path: '/openapi/vcc/card/recharge',
  function: 'vcc/card-recharge',
  async: true,
  request: z.object({ userReqNo: userReqNo(), ...cardOrGroup, authLimitAmount: amount() }),
  result: accepted,
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
  request: z.object({ userReqNo: userReqNo(), ...cardOrGroup, refundAmount: amount() }),
  result: accepted,
  access: { merchants: 'read', cards: 'read', ledger: 'write', orders: 'write' },
  refusals: ['110004', '110006', '110009', '120001', '130001'],
});

export const cardClose = defineOperation({
  title: 'Cancel Card Application',
  summary:
    'Cancels a card; its available balance goes back to the account. The outcome arrives as card_operate, opType 19.',
  path: '/openapi/vcc/card/close',
  function: 'vcc/card-close',
  async: true,
  request: z.object({ userReqNo: userReqNo(), cardId: id() }),
  result: accepted,
  access: { merchants: 'read', cards: 'write', ledger: 'write', orders: 'write' },
  refusals: ['110004', '110009', '120001', '130001'],
});

export const cardOperateQuery = defineOperation({
  title: 'Card Operation Order Inquiry',
  summary: 'Orders on cards and groups by at least one criterion, newest first.',
  path: '/openapi/vcc/card/operate/query',
  function: 'vcc/card-operate-query',
  async: false,
  request: z.object({
    userReqNo: z.optional(userReqNo()),
    orderId: z.optional(id()),
    cardId: z.optional(id()),
    groupId: z.optional(id()),
    opType: z.optional(choice(15, 16, 18, 19, 26)),
    status: z.optional(choice(0, 1, 2)),
    beginTime: z.optional(dateTime()),
    endTime: z.optional(dateTime()),
    ...pageRequest,
  }),
  result: pageResult(
    z.object({
      orderId: z.string(),
      userReqNo: z.string(),
      cardId: z.optional(z.string()),
      groupId: z.optional(z.string()),
      cardType: z.number(),
      opType: z.number(),
      status: z.number(),
      statusDesc: z.string(),
      amount: z.number(),
      fee: z.number(),
      createAt: z.string(),
    }),
  ),
  access: { merchants: 'read', orders: 'read' },
  refusals: [],
});

import * as z from 'zod/mini';
import {
  amount,
  choice,
  dateTime,
  id,
  pageRequest,
  pageResult,
  text,
  textChoice,
  userReqNo,
} from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { cardSummary } from './card-fields.ts';

export const scene = defineOperation({
  title: 'Scene list query',
  summary: 'What a card may be opened for.',
  path: '/openapi/vcc/scene',
  function: 'vcc/scene',
  async: false,
  request: z.object({}),
  result: z.object({
    list: z.array(z.object({ sceneCode: z.number(), sceneName: z.string(), description: z.string() })),
  }),
  access: { merchants: 'read' },
  refusals: [],
});

export const cardBin = defineOperation({
  title: 'Cardbin query',
  summary:
    'The BIN ranges the merchant may open cards in, one row for each range and currency, with fees and limits.',
  path: '/openapi/vcc/cardBin',
  function: 'vcc/card-bin',
  async: false,
  request: z.object({ cardType: z.optional(choice(1, 2)) }),
  result: z.object({
    list: z.array(
      z.object({
        binRangeId: z.string(),
        cardBin: z.string(),
        cardBrand: z.string(),
        cardType: z.number(),
        cardForm: z.number(),
        needCardholder: z.number(),
        requiredFields: z.array(z.string()),
        currency: z.string(),
        openFee: z.number(),
        rechargeFeeRate: z.number(),
        minAmount: z.number(),
        maxAmount: z.number(),
        status: z.number(),
      }),
    ),
  }),
  access: { merchants: 'read', cards: 'read' },
  refusals: [],
});

export const cardModify = defineOperation({
  title: 'Card Information Modification',
  summary: 'Freezes or enables a card, or changes its alias or label: at least one of them.',
  path: '/openapi/vcc/card/modify',
  function: 'vcc/card-modify',
  async: false,
  request: z.object({
    userReqNo: userReqNo(),
    cardId: id(),
    cardAlias: z.optional(text(64, 0)),
    cardLabel: z.optional(text(64, 0)),
    status: z.optional(choice(0, 1)),
    authLimitAmount: z.optional(amount({ zero: true })),
  }),
  result: z.object({ userReqNo: z.string(), cardId: z.string() }),
  access: { merchants: 'read', cards: 'write', orders: 'write' },
  refusals: ['110004', '110009', '120001', '130001'],
});

export const cardInfo = defineOperation({
  title: 'Card Inquiry',
  summary: 'One card with its number, verification number, balance and status.',
  path: '/openapi/vcc/card/info',
  function: 'vcc/card-info',
  async: false,
  request: z.object({ cardId: id() }),
  result: z.object({ ...cardSummary, cardVerifyNo: z.string() }),
  access: { merchants: 'read', cards: 'read', vault: 'read', ledger: 'read' },
  refusals: ['120001'],
});

export const cardPage = defineOperation({
  title: 'Card Pagination Query',
  summary: "The merchant's cards, newest first, with masked numbers.",
  path: '/openapi/vcc/card/page',
  function: 'vcc/card-page',
  async: false,
  request: z.object({
    cardType: z.optional(choice(1, 2)),
    groupId: z.optional(id()),
    status: z.optional(textChoice('0', '1', '2', '3')),
    cardUserId: z.optional(id()),
    beginTime: z.optional(dateTime()),
    endTime: z.optional(dateTime()),
    ...pageRequest,
  }),
  result: pageResult(z.object(cardSummary)),
  access: { merchants: 'read', cards: 'read', ledger: 'read' },
  refusals: [],
});

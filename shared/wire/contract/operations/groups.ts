import * as z from 'zod/mini';
import {
  acceptedOrder,
  groupIdField,
  groupIdParam,
  periodParams,
  statusDescField,
  userReqNoField,
} from '../fields/common-fields.ts';
import {
  amount,
  choice,
  code,
  currency,
  describe,
  pageRequest,
  pageResult,
  text,
  userReqNo,
} from '../fields/fields.ts';
import { defineOperation } from './operation.ts';

/** The fields of a group in Shared Card Inquiry and Shared Card Pagination Query. */
const groupFields = {
  groupId: groupIdField,
  groupName: describe(z.string(), 'The name of the group; empty when it has none.'),
  localCurrency: describe(z.string(), 'The currency of the pool and its cards.'),
  creditLimitAmt: describe(z.number(), 'The total paid into the pool, less refunds to the account.'),
  balanceAmt: describe(z.number(), 'The amount that its cards can spend.'),
  usedAuthAmt: describe(
    z.number(),
    'The amount that its cards used: authorized or cleared, less reversed and refunded.',
  ),
  cardCount: describe(z.number(), 'The number of its cards that are not closed.'),
  status: describe(z.number(), '0 frozen, 1 enabled.'),
  statusDesc: statusDescField,
  createTime: describe(z.string(), 'When the group was opened.'),
};

export const groupApply = defineOperation({
  title: 'Shared Card Application',
  summary:
    'Opens a group: a pool that is funded from the card account of its currency and shared by supplementary cards. The outcome arrives as card_operate, opType 26.',
  path: '/openapi/vcc/group/apply',
  function: 'vcc/group-apply',
  async: true,
  request: z.object({
    userReqNo: userReqNo(),
    localCurrency: describe(currency(), 'The currency of the pool and its cards.'),
    authLimitAmount: describe(
      amount(),
      'The initial funding of the pool, within the limits of the BIN range.',
    ),
    groupName: z.optional(describe(text(100), "The merchant's name for the group.")),
    binRangeId: z.optional(
      describe(
        code(8),
        'A BIN range for shared cards, or its BIN. Defaults to the first range for the currency.',
      ),
    ),
  }),
  result: acceptedOrder,
  access: {
    merchants: 'read',
    cards: 'write',
    ledger: 'write',
    orders: 'write',
    notifications: 'write',
  },
  refusals: ['110002', '110003', '110005', '110009', '130001'],
});

export const groupPage = defineOperation({
  title: 'Shared Card Pagination Query',
  summary: "Returns the merchant's groups, newest first.",
  path: '/openapi/vcc/group/page',
  function: 'vcc/group-page',
  async: false,
  request: z.object({
    status: z.optional(describe(choice(0, 1), '0 frozen, 1 enabled.')),
    ...periodParams('Opened'),
    ...pageRequest,
  }),
  result: pageResult(z.object(groupFields)),
  access: { merchants: 'read', cards: 'read', ledger: 'read' },
  refusals: [],
});

export const groupInfo = defineOperation({
  title: 'Shared Card Inquiry',
  summary: 'Returns a group with the balance of its pool and the amount its cards used.',
  path: '/openapi/vcc/group/info',
  function: 'vcc/group-info',
  async: false,
  request: z.object({ groupId: groupIdParam }),
  result: z.object(groupFields),
  access: { merchants: 'read', cards: 'read', ledger: 'read' },
  refusals: ['120001'],
});

export const groupStatus = defineOperation({
  title: 'Shared Card Status Change',
  summary: 'Freezes or enables a group. Purchases with cards of a frozen group are declined.',
  path: '/openapi/vcc/group/status',
  function: 'vcc/group-status',
  async: false,
  request: z.object({
    userReqNo: userReqNo(),
    groupId: groupIdParam,
    status: describe(choice(0, 1), '0 freeze, 1 enable.'),
  }),
  result: z.object({
    userReqNo: userReqNoField,
    groupId: groupIdField,
    status: describe(z.number(), 'The new status: 0 frozen, 1 enabled.'),
  }),
  access: { merchants: 'read', upstreams: 'read', cards: 'write', orders: 'write' },
  refusals: ['110004', '110009', '120001', '130001'],
});

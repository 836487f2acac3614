import * as z from 'zod/mini';
import { cardIdParam, descriptions, groupIdParam } from '../fields/common-fields.ts';
import { choice, describe, id, pageRequest, pageResult, periodEnd, textChoice } from '../fields/fields.ts';
import { notifications, transTypes } from '../notifications.ts';
import { defineOperation } from './operation.ts';

/** The longest period of Transaction Inquiry, in days. */
export const MAX_INQUIRY_DAYS = 45;

export const transactionQuery = defineOperation({
  title: 'Transaction Inquiry',
  summary:
    'Returns the transactions of the merchant’s cards that match all filters, newest first, with the fields of card_transaction.',
  path: '/openapi/vcc/transaction/query',
  function: 'vcc/transaction-query',
  async: false,
  request: z.object({
    cardType: z.optional(describe(choice(1, 2), descriptions.cardType)),
    cardId: z.optional(cardIdParam),
    groupId: z.optional(groupIdParam),
    recordNo: z.optional(describe(id(), 'The transaction.')),
    beginTime: z.optional(
      describe(
        periodEnd('begin'),
        `At this time or later. Requires endTime, at most ${MAX_INQUIRY_DAYS} days after it. A date includes the whole day. Without a period and a recordNo, the last ${MAX_INQUIRY_DAYS} days are searched.`,
      ),
    ),
    endTime: z.optional(
      describe(
        periodEnd('end'),
        'At this time or earlier. Requires beginTime. A date includes the whole day.',
      ),
    ),
    timeType: z._default(
      describe(
        choice(0, 1),
        'The time that the period refers to: 0 when the transaction was made, 1 when the platform recorded it.',
      ),
      0,
    ),
    transType: z.optional(describe(textChoice(...Object.values(transTypes)), descriptions.transType)),
    transStatus: z.optional(describe(textChoice('1', '2'), descriptions.transStatus)),
    transCategory: z.optional(describe(choice(1, 2), descriptions.transCategory)),
    ...pageRequest,
  }),
  result: pageResult(notifications.card_transaction.outbound),
  access: { merchants: 'read', transactions: 'read' },
  refusals: [],
});

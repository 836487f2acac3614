import * as z from 'zod/mini';
import { choice, describe, id, pageRequest, pageResult, periodEnd, textChoice } from '../fields.ts';
import { notifications, transTypes } from '../notifications.ts';
import { defineOperation } from '../operation.ts';
import { cardAsked, groupAsked, meanings } from '../terms.ts';

/** The longest period that Transaction Inquiry answers for, in days. */
export const INQUIRY_DAYS = 45;

export const transactionQuery = defineOperation({
  title: 'Transaction Inquiry',
  summary:
    'The transactions of the merchant’s cards that meet every criterion, newest first, as card_transaction tells them.',
  path: '/openapi/vcc/transaction/query',
  function: 'vcc/transaction-query',
  async: false,
  request: z.object({
    cardType: z.optional(describe(choice(1, 2), meanings.cardType)),
    cardId: z.optional(cardAsked),
    groupId: z.optional(groupAsked),
    recordNo: z.optional(describe(id(), 'The transaction.')),
    beginTime: z.optional(
      describe(
        periodEnd('begin'),
        `At this time or later; together with endTime, which is at most ${INQUIRY_DAYS} days after it. A date is its whole day. Without a period or a recordNo: at most ${INQUIRY_DAYS} days ago.`,
      ),
    ),
    endTime: z.optional(
      describe(
        periodEnd('end'),
        'At this time or earlier; together with beginTime. A date is its whole day.',
      ),
    ),
    timeType: z._default(
      describe(
        choice(0, 1),
        'What the period is about: 0 when it was made, 1 when the platform learned of it.',
      ),
      0,
    ),
    transType: z.optional(describe(textChoice(...Object.values(transTypes)), meanings.transType)),
    transStatus: z.optional(describe(textChoice('1', '2'), meanings.transStatus)),
    transCategory: z.optional(describe(choice(1, 2), meanings.transCategory)),
    ...pageRequest,
  }),
  result: pageResult(notifications.card_transaction.told),
  access: { merchants: 'read', transactions: 'read' },
  refusals: [],
});

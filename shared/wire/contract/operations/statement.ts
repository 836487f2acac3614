import * as z from 'zod/mini';
import { choice, currency, describe, pageRequest, pageResult, periodEnd } from '../fields/fields.ts';
import { statementLineKinds } from '../statement-line-kinds.ts';
import { defineOperation } from './operation.ts';

const kindDescriptions = Object.entries(statementLineKinds)
  .map(([kind, meaning]) => `${kind} ${meaning}`)
  .join(', ');

export const accountStatement = defineOperation({
  title: 'Account Statement',
  summary:
    'Returns the lines of one account in a period, oldest first. Each line is the change by one booking, with the balance after it. Lines appear moments after their bookings.',
  path: '/openapi/account/statement',
  function: 'account/statement',
  async: false,
  request: z.object({
    accountType: describe(choice(1, 2), '1 card account, 2 dpt account.'),
    currency: describe(currency(), 'The currency or coin of the account.'),
    beginTime: describe(periodEnd('begin'), 'Booked at this time or later; a date includes the whole day.'),
    endTime: describe(
      periodEnd('end'),
      'Booked at this time or earlier, not before beginTime; a date includes the whole day.',
    ),
    ...pageRequest,
  }),
  example: {
    accountType: 1,
    currency: 'USD',
    beginTime: '2026-03-01 00:00:00',
    endTime: '2026-03-31 23:59:59',
  },
  result: pageResult(
    z.object({
      entryNo: describe(
        z.string(),
        'The number of the line, unique within the account and increasing. An account with several shards has one sequence of numbers per shard.',
      ),
      time: describe(z.string(), 'When it was booked, yyyy-MM-dd HH:mm:ss.'),
      kind: describe(z.string(), `The kind of the line: ${kindDescriptions}.`),
      amount: describe(
        z.number(),
        'The change of the total balance: negative for a debit, 0 when money was only frozen or released.',
      ),
      balanceAfter: describe(z.number(), 'The total balance after the line.'),
      frozenAfter: describe(z.number(), 'The part of it held by open orders.'),
      orderId: z.optional(describe(z.string(), 'The order that the line belongs to.')),
      recordNo: z.optional(describe(z.string(), 'The card transaction that the line belongs to.')),
      remark: z.optional(
        describe(z.string(), 'Further details: a reference, a reason, the progress of the order.'),
      ),
    }),
  ),
  access: { merchants: 'read', ledger: 'read', statements: 'read' },
  refusals: [],
});

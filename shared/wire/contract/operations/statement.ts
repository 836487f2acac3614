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
    'The lines of one account in a period, oldest first: each is what one booking changed, with the balance after it. A line follows its booking within moments.',
  path: '/openapi/account/statement',
  function: 'account/statement',
  async: false,
  request: z.object({
    accountType: describe(choice(1, 2), '1 card account, 2 dpt account.'),
    currency: describe(currency(), 'The currency or coin of the account.'),
    beginTime: describe(periodEnd('begin'), 'Booked at this time or later; a date is its whole day.'),
    endTime: describe(
      periodEnd('end'),
      'Booked at this time or earlier, not before beginTime; a date is its whole day.',
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
        'The number of the line: no other of this account has it, and later ones have higher ones. An account that lies on several parts has a row of numbers for each.',
      ),
      time: describe(z.string(), 'When it was booked, yyyy-MM-dd HH:mm:ss.'),
      kind: describe(z.string(), `What it is for: ${kindDescriptions}.`),
      amount: describe(
        z.number(),
        'What it changed of all that is on the account: negative takes away, 0 where money was only frozen or released.',
      ),
      balanceAfter: describe(z.number(), 'All that is on the account after it.'),
      frozenAfter: describe(z.number(), 'What of it open orders hold.'),
      orderId: z.optional(describe(z.string(), 'The order that it belongs to.')),
      recordNo: z.optional(describe(z.string(), 'The card transaction that it belongs to.')),
      remark: z.optional(describe(z.string(), 'More in words: a reference, a reason, how far the order is.')),
    }),
  ),
  access: { merchants: 'read', ledger: 'read', statements: 'read' },
  refusals: [],
});

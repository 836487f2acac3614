import * as z from 'zod/mini';
import { choice, currency } from '../fields.ts';
import { defineOperation } from '../operation.ts';

export const accountBalance = defineOperation({
  title: 'Account Balance',
  summary: "The merchant's accounts with what is on them, what can be spent and what open orders hold.",
  path: '/openapi/account/balance',
  function: 'account/balance',
  async: false,
  request: z.object({ accountType: z.optional(choice(1, 2)), currency: z.optional(currency()) }),
  result: z.object({
    list: z.array(
      z.object({
        accountType: z.number(),
        currency: z.string(),
        currentBalance: z.number(),
        availableBalance: z.number(),
        frozenBalance: z.number(),
      }),
    ),
  }),
  access: { merchants: 'read', ledger: 'read' },
  refusals: [],
});

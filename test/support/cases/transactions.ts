import { authorize } from './authorize.ts';
import type { Cases } from './case.ts';
import { card } from './opened-cards.ts';

export const transactionCases = {
  transactionQuery: {
    request: async (context) => {
      const cardId = await card(context);
      const { recordNo } = await authorize(context, cardId, 20);
      await context.merchant.awaitNotification(
        'card_transaction',
        (content) => content.recordNo === recordNo,
      );
      return { recordNo };
    },
    answers: { totalCount: 1, list: [{ transType: '1', transStatus: '1', localCurrencyAmt: 20 }] },
    refusals: {},
    foreign: 'empty',
  },
} as const satisfies Partial<Cases>;

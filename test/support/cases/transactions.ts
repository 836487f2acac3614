import type { AuthorizationRequest } from '../../../shared/client/upstream-client.ts';
import { card } from './cards.ts';
import { type CaseContext, type Cases, requestNumber } from './case.ts';

/** Buys something with a card of the merchant over the network's door, and answers the decision. */
export async function authorize(
  { merchant, upstream }: Pick<CaseContext, 'merchant' | 'upstream'>,
  cardId: string,
  amount: number,
  changes: Partial<AuthorizationRequest> = {},
) {
  const { cardNo, cardExpiryDate, cardVerifyNo } = await merchant.client.call('cardInfo', { cardId });
  return upstream.client.authorize({
    networkId: requestNumber(),
    cardNo,
    expiry: cardExpiryDate,
    cvv2: cardVerifyNo,
    transCurrency: 'USD',
    transCurrencyAmt: amount,
    merchantName: 'Coffee House',
    ...changes,
  });
}

export const transactionCases = {
  transactionQuery: {
    request: async (world) => {
      const cardId = await card(world);
      const { recordNo } = await authorize(world, cardId, 20);
      await world.merchant.awaitNotification('card_transaction', (content) => content.recordNo === recordNo);
      return { recordNo };
    },
    answers: { totalCount: 1, list: [{ transType: '1', transStatus: '1', localCurrencyAmt: 20 }] },
    refusals: {},
    foreign: 'empty',
  },
} as const satisfies Partial<Cases>;

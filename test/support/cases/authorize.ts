import type { AuthorizationRequest } from '../../../shared/client/upstream-client.ts';
import { type CaseContext, requestNumber } from './case.ts';

/** Buys something with a card of the merchant over the network API. Returns the decision. */
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

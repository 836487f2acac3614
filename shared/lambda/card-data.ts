import { cardDataIn, openCardData } from '../codec/card-data.ts';
import { JweUnreadable } from '../codec/errors.ts';
import type { JsonObject } from '../codec/json.ts';
import { ParameterInvalid } from '../contract/errors.ts';
import { asTold, cardDataOf } from '../merchants/card-data.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Platform } from '../platform/platform.ts';
import { callOf, type Invocation } from './session.ts';

/**
 * What stands between an operation that carries card data and its merchant (contract section 1.2): opens what a request has of it,
 * and gives the result as the merchant is told it. Beside the pipeline, so that the others need nothing of it.
 */
export const cardData = ({ counterpartyKeys }: Platform) => ({
  before: async (invocation: Invocation): Promise<void> => {
    const { merchant } = callOf(invocation);
    const { content = {} } = invocation.internal;
    assertSaidAsSet(content, merchant);
    if (cardDataOf(merchant) !== 'jwe') return;
    try {
      const keys = await counterpartyKeys.platformKeys(merchant);
      invocation.internal.content = await openCardData(content, keys);
    } catch (error) {
      if (!(error instanceof JweUnreadable)) throw error;
      throw new ParameterInvalid('request', 'has a JWE that does not open');
    }
  },
  after: async (invocation: Invocation): Promise<void> => {
    const { merchant } = callOf(invocation);
    invocation.response = await asTold(counterpartyKeys, merchant, invocation.response as object);
  },
});

/** Card data comes in clear from nobody who seals it, and a card number from nobody who is told none. */
function assertSaidAsSet(content: JsonObject, merchant: Merchant): void {
  const mode = cardDataOf(merchant);
  for (const [field, value] of Object.entries(content)) {
    if (mode === 'jwe' && cardDataIn(field, value) !== undefined)
      throw new ParameterInvalid(field, 'must be a compact JWE');
    if (mode === 'masked' && field === 'cardNo')
      throw new ParameterInvalid(field, 'is taken from nobody who is told no card numbers');
  }
}

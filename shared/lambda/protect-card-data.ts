import type { Dependencies } from '../domain/dependencies.ts';
import { applyCardDataMode, cardDataModeOf } from '../domain/parties/card-data-mode.ts';
import type { Merchant } from '../domain/parties/merchant.ts';
import { openCardData, plaintextCardData } from '../wire/codec/card-data.ts';
import { JweUnreadable } from '../wire/codec/codec-errors.ts';
import type { JsonObject } from '../wire/codec/json.ts';
import { ParameterInvalid } from '../wire/errors.ts';
import { type Invocation, merchantCallOf } from './session.ts';

/**
 * Middleware for operations that carry card data (contract section 1.2): opens the card data of the request, and masks
 * or seals that of the result as the merchant is configured. Passed to the pipeline separately, so that other functions
 * do not bundle it.
 */
export const protectCardData = ({ counterpartyKeys }: Dependencies) => ({
  before: async (invocation: Invocation): Promise<void> => {
    const { merchant } = merchantCallOf(invocation);
    const { content = {} } = invocation.internal;
    assertCardDataForm(content, merchant);
    if (cardDataModeOf(merchant) !== 'jwe') return;
    try {
      const keys = await counterpartyKeys.platformKeys(merchant);
      invocation.internal.content = await openCardData(content, keys);
    } catch (error) {
      if (!(error instanceof JweUnreadable)) throw error;
      throw new ParameterInvalid('request', 'has a JWE that does not open');
    }
  },
  after: async (invocation: Invocation): Promise<void> => {
    const { merchant } = merchantCallOf(invocation);
    invocation.response = await applyCardDataMode(counterpartyKeys, merchant, invocation.response as object);
  },
});

/** Rejects plaintext card data from merchants with mode `jwe`, and card numbers from merchants with mode `masked`. */
function assertCardDataForm(content: JsonObject, merchant: Merchant): void {
  const mode = cardDataModeOf(merchant);
  for (const [field, value] of Object.entries(content)) {
    if (mode === 'jwe' && plaintextCardData(field, value) !== undefined)
      throw new ParameterInvalid(field, 'must be a compact JWE');
    if (mode === 'masked' && field === 'cardNo')
      throw new ParameterInvalid(field, 'is not accepted while cardData is masked');
  }
}

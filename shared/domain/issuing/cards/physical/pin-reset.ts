import { executeOnce, writeConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { equals, type Write } from '../../../../runtime/store/write.ts';
import type { CheckedRequestOf, ResultOf } from '../../../../wire/contract/operations/operation.ts';
import type { cardPinReset } from '../../../../wire/contract/operations/pcc.ts';
import { StatusNotSuitable } from '../../../../wire/errors.ts';
import type { MerchantCall } from '../../../dependencies.ts';
import { assertLive, assertNotExpired, type Card, cardKey, cardOf } from '../../model/card.ts';

/**
 * Sets a new PIN for an activated physical card, once per userReqNo.
 *
 * @throws NothingFound when the merchant has no such card
 * @throws StatusNotSuitable when the card is virtual, expired, closed, being cancelled or not activated
 */
export async function resetPin(
  { userReqNo, cardId, pin }: CheckedRequestOf<typeof cardPinReset>,
  call: MerchantCall,
): Promise<ResultOf<typeof cardPinReset>> {
  const { deps } = call;
  const { store, vault } = deps;
  // The PIN is not part of the request's identity: repeating it with another value must not reveal which one was set.
  const content = { userReqNo, cardId };
  return executeOnce(call, 'cardPinReset', content, async () => {
    const card = await cardOf(store, call.merchant.userNo, cardId);
    assertLive(card);
    if (card.cardForm !== 2) throw new StatusNotSuitable('card', 'not a physical one');
    assertNotExpired(deps, card);
    return { result: { userReqNo, cardId }, writes: [await vault.pinWrite(cardId, pin), statusCheck(card)] };
  });
}

/** Guards against a concurrent cancellation, which removes the PIN: none may be set after it. */
const statusCheck = ({ cardId, status }: Card): Write => ({
  kind: 'check',
  table: 'cards',
  key: cardKey(cardId),
  when: [equals('status', status)],
  onConflict: writeConflict,
});

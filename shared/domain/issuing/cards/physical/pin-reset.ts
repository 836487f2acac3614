import { executeOnce, WriteConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { equals, type Write } from '../../../../runtime/store/write.ts';
import type { CheckedRequestOf, ResultOf } from '../../../../wire/contract/operations/operation.ts';
import type { cardPinReset } from '../../../../wire/contract/operations/pcc.ts';
import { StatusNotSuitable } from '../../../../wire/errors.ts';
import type { MerchantCall } from '../../../dependencies.ts';
import { assertLive, assertNotExpired, type Card, cardKey, cardOf } from '../../model/card.ts';

/** Sets a new PIN for a physical card that is activated, once for its userReqNo. */
export async function resetPin(
  { userReqNo, cardId, pin }: CheckedRequestOf<typeof cardPinReset>,
  call: MerchantCall,
): Promise<ResultOf<typeof cardPinReset>> {
  const { deps } = call;
  const { store, vault } = deps;
  // The PIN does not tell the request from others: whoever repeats it with another value must not learn which was set.
  const content = { userReqNo, cardId };
  return executeOnce(call, 'cardPinReset', content, async () => {
    const card = await cardOf(store, call.merchant.userNo, cardId);
    assertLive(card);
    if (card.cardForm !== 2) throw new StatusNotSuitable('card', 'not a physical one');
    assertNotExpired(deps, card);
    return { result: { userReqNo, cardId }, writes: [await vault.pinWrite(cardId, pin), statusCheck(card)] };
  });
}

/** A cancellation in between has removed the PIN: none may come after it. */
const statusCheck = ({ cardId, status }: Card): Write => ({
  kind: 'check',
  table: 'cards',
  key: cardKey(cardId),
  when: [equals('status', status)],
  onConflict: () => new WriteConflict(),
});

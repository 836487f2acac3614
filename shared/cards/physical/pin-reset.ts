import { StatusNotSuitable } from '../../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../../contract/operation.ts';
import type { cardPinReset } from '../../contract/operations/pcc.ts';
import type { Call } from '../../platform/platform.ts';
import { answerOnce, StaleDecision } from '../../requests/once.ts';
import { equals, type Write } from '../../store/write.ts';
import { assertLive, assertNotExpired, type Card, cardKey, cardOf } from '../card.ts';

/** Sets a new PIN for a physical card that is activated, once for its userReqNo. */
export async function resetPin(
  { userReqNo, cardId, pin }: CheckedRequestOf<typeof cardPinReset>,
  call: Call,
): Promise<ResultOf<typeof cardPinReset>> {
  const { platform } = call;
  const { store, vault } = platform;
  // The PIN does not tell the request from others: whoever repeats it with another value must not learn which was set.
  const content = { userReqNo, cardId };
  return answerOnce(call, 'cardPinReset', content, async () => {
    const card = await cardOf(store, call.merchant.userNo, cardId);
    assertLive(card);
    if (card.cardForm !== 2) throw new StatusNotSuitable('card', 'not a physical one');
    assertNotExpired(platform, card);
    return { answer: { userReqNo, cardId }, writes: [await vault.pinWrite(cardId, pin), unchanged(card)] };
  });
}

/** A cancellation in between has removed the PIN: none may come after it. */
const unchanged = ({ cardId, status }: Card): Write => ({
  kind: 'check',
  table: 'cards',
  key: cardKey(cardId),
  when: [equals('status', status)],
  otherwise: () => new StaleDecision(),
});

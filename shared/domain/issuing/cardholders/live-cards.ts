import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import { atLeast, equals, type Update } from '../../../runtime/store/write.ts';
import { cardholderKey } from '../model/cardholder.ts';

/** One more live card names the holder. StaleDecision when the holder is not enabled any more. */
export const liveCardAddedUpdate = (cardUserId: string): Update => ({
  kind: 'update',
  table: 'cardholders',
  key: cardholderKey(cardUserId),
  add: { liveCards: 1 },
  when: [equals('status', 'enabled')],
  onConflict: () => new WriteConflict(),
});

/** A card that named the holder is closed, or its opening failed. */
export const liveCardRemovedUpdate = (cardUserId: string): Update => ({
  kind: 'update',
  table: 'cardholders',
  key: cardholderKey(cardUserId),
  add: { liveCards: -1 },
  when: [atLeast('liveCards', 1n)],
});

import { writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { atLeast, equals, type Update } from '../../../runtime/store/write.ts';
import { cardholderKey } from '../model/cardholder.ts';

/**
 * Counts one more live card of the cardholder.
 *
 * @throws WriteConflict from the transaction, when the cardholder is no longer enabled
 */
export const liveCardAddedUpdate = (cardUserId: string): Update => ({
  kind: 'update',
  table: 'cardholders',
  key: cardholderKey(cardUserId),
  add: { liveCards: 1 },
  when: [equals('status', 'enabled')],
  onConflict: writeConflict,
});

/** Counts one live card less, after a card was closed or its opening failed. */
export const liveCardRemovedUpdate = (cardUserId: string): Update => ({
  kind: 'update',
  table: 'cardholders',
  key: cardholderKey(cardUserId),
  add: { liveCards: -1 },
  when: [atLeast('liveCards', 1n)],
});

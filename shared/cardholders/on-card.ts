import { StaleDecision } from '../requests/once.ts';
import { atLeast, equals, type Update } from '../store/write.ts';
import { holderKey } from './holder.ts';

/** One more live card names the holder. StaleDecision when the holder is not enabled any more. */
export const nameHolder = (cardUserId: string): Update => ({
  kind: 'update',
  table: 'cardholders',
  key: holderKey(cardUserId),
  add: { liveCards: 1 },
  when: [equals('status', 'enabled')],
  otherwise: () => new StaleDecision(),
});

/** A card that named the holder is closed, or its opening failed. */
export const releaseHolder = (cardUserId: string): Update => ({
  kind: 'update',
  table: 'cardholders',
  key: holderKey(cardUserId),
  add: { liveCards: -1 },
  when: [atLeast('liveCards', 1n)],
});

import { StatusNotSuitable } from '../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardholderDelete } from '../contract/operations/cardholders.ts';
import type { Call } from '../platform/platform.ts';
import { StaleDecision } from '../requests/once.ts';
import { equals, type Update } from '../store/write.ts';
import { freeClaims } from './claims.ts';
import { type Cardholder, cardholderOf, holderKey } from './holder.ts';
import { answerIdentified } from './identified.ts';

/**
 * Deletes a holder whom no live card names, and frees email and mobile; one who is deleted already stays so. The record
 * remains, for cards that are closed name it.
 */
export function deleteHolder(
  request: CheckedRequestOf<typeof cardholderDelete>,
  call: Call,
): Promise<ResultOf<typeof cardholderDelete>> {
  const { cardUserId } = request;
  return answerIdentified(call, 'cardholderDelete', request, async () => {
    const holder = await cardholderOf(call.platform.store, call.merchant.userNo, cardUserId);
    if (holder.status === 'deleted') return { answer: { cardUserId }, writes: [] };
    if (holder.liveCards > 0) throw new StatusNotSuitable('cardholder', 'named by a card');
    return { answer: { cardUserId }, writes: [deletion(holder), ...freeClaims(holder)] };
  });
}

/** Only while no card names the holder: one may be opened in between. */
const deletion = ({ cardUserId, status }: Cardholder): Update => ({
  kind: 'update',
  table: 'cardholders',
  key: holderKey(cardUserId),
  set: { status: 'deleted' },
  when: [equals('status', status), equals('liveCards', 0)],
  otherwise: () => new StaleDecision(),
});

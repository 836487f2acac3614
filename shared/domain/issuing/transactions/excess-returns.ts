import type { Dependencies } from '../../dependencies.ts';
import { type Authorization, authorizationBalances } from '../model/authorization.ts';
import type { TransactionEvent } from '../model/transaction-event.ts';

/**
 * Raises an alarm where more came back to a card for an authorization than ever went out for it, and nothing of it is held
 * any more: refunds that are booked, since the network has paid them, and that a person has to look at. A refund that names
 * no purchase is none of these.
 */
export function alarmOnExcessReturns(
  deps: Dependencies,
  authorization: Authorization | undefined,
  event: TransactionEvent,
): void {
  if (!authorization) return;
  const { hold, spent } = authorizationBalances(authorization);
  const isLinked =
    event.originRecordNo !== undefined || authorization.authorized > 0n || authorization.cleared !== 0n;
  if (hold > 0n || spent >= 0n || !isLinked) return;
  const about = { cardId: authorization.cardId, authorization: authorization.root, returned: String(-spent) };
  deps.alarm('more came back than was cleared', about);
}

/**
 * What an event brings onto the card that the purchase it is of never took, in minor units: a refund that names none brings
 * all of it. `before` are the chains that became the one `after` it.
 */
export function excessReturnOf(before: readonly Authorization[], after: Authorization): bigint {
  const more = excessOf(after) - before.reduce((sum, authorization) => sum + excessOf(authorization), 0n);
  return more > 0n ? more : 0n;
}

function excessOf(authorization: Authorization): bigint {
  const { spent } = authorizationBalances(authorization);
  return spent < 0n ? -spent : 0n;
}

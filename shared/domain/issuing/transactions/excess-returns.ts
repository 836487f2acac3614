import type { Dependencies } from '../../dependencies.ts';
import { type Authorization, authorizationBalances } from '../model/authorization.ts';
import type { TransactionEvent } from '../model/transaction-event.ts';

/**
 * Raises an alarm when more came back for an authorization than ever went out and nothing of it is held any
 * more. Such refunds are posted, because the network has paid them, but an operator has to look at them.
 * Refunds that name no purchase raise none.
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
  deps.alarm('refunds exceed the cleared amount', about);
}

/**
 * What an event credits beyond what its purchase ever took, in minor units; for a refund that names no
 * purchase, all of it. `before` are the authorizations that were merged into the one `after` it.
 */
export function excessReturnOf(before: readonly Authorization[], after: Authorization): bigint {
  const more = excessOf(after) - before.reduce((sum, authorization) => sum + excessOf(authorization), 0n);
  return more > 0n ? more : 0n;
}

function excessOf(authorization: Authorization): bigint {
  const { spent } = authorizationBalances(authorization);
  return spent < 0n ? -spent : 0n;
}

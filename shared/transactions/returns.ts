import type { Platform } from '../platform/platform.ts';
import { type Chain, positions } from './chain.ts';
import type { TransactionEvent } from './event.ts';

/**
 * Raises an alarm where more came back to a card for an authorization than ever went out for it, and nothing of it is held
 * any more: refunds that are booked, since the network has paid them, and that a person has to look at. A refund that names
 * no purchase is none of these.
 */
export function warnOfReturns(platform: Platform, chain: Chain | undefined, event: TransactionEvent): void {
  if (!chain) return;
  const { hold, spent } = positions(chain);
  const isLinked = event.originRecordNo !== undefined || chain.authorized > 0n || chain.cleared !== 0n;
  if (hold > 0n || spent >= 0n || !isLinked) return;
  const about = { cardId: chain.cardId, authorization: chain.root, returned: String(-spent) };
  platform.alarm('more came back than was cleared', about);
}

/**
 * What an event brings onto the card that the purchase it is of never took, in minor units: a refund that names none brings
 * all of it. `before` are the chains that became the one `after` it.
 */
export function broughtBy(before: readonly Chain[], after: Chain): bigint {
  const more = beyond(after) - before.reduce((sum, chain) => sum + beyond(chain), 0n);
  return more > 0n ? more : 0n;
}

function beyond(chain: Chain): bigint {
  const { spent } = positions(chain);
  return spent < 0n ? -spent : 0n;
}

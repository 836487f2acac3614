import type { Card } from '../cards/card.ts';
import { ParameterInvalid } from '../contract/errors.ts';
import { AMOUNT_DIGITS, MAX_MINOR } from '../money/amount.ts';
import type { Moved } from './booking.ts';
import { applied, type Chain, joined, newChain, positions } from './chain.ts';
import { eventOf, type TransactionEvent } from './event.ts';
import { ofCard, type Place } from './place.ts';

/** The chain after the event, with the chain that became part of it by the event. */
export function chainAfter(
  event: TransactionEvent,
  place: Place,
  card: Pick<Card, 'groupId' | 'currency'>,
): Chain {
  const { chain, part, record, root } = place;
  const known = chain ?? newChain({ ...ofCard(event, card), root });
  const other = record?.[event.category === 1 ? 'settled' : 'unsettled'];
  return applied(part ? joined(known, part) : known, event, other && eventOf(event.source, other, ANY_ZONE));
}

/** What a chain adds up to does not depend on when anything was. */
const ANY_ZONE = '+00:00';

/**
 * What an event moves where it belongs.
 *
 * @throws ParameterInvalid when more would be held or moved at once than an amount can tell
 */
export function movedBy(event: TransactionEvent, place: Place, card: Card): Moved {
  const after = chainAfter(event, place, card);
  const before = [place.chain, place.part].flatMap((chain) => (chain ? [positions(chain)] : []));
  const was = (side: 'hold' | 'spent') => before.reduce((sum, each) => sum + each[side], 0n);
  const is = positions(after);
  const moved = { after, held: is.hold - was('hold'), spent: is.spent - was('spent') };
  assertTellable(moved);
  return moved;
}

/** What a chain holds is told in one amount when it is released, and so is what an event takes or brings back. */
function assertTellable({ after, spent }: Moved): void {
  if ([positions(after).hold, spent].some((amount) => amount > MAX_MINOR || amount < -MAX_MINOR))
    throw new ParameterInvalid(
      'localCurrencyAmt',
      `comes to more than ${AMOUNT_DIGITS} digits with what it follows`,
    );
}

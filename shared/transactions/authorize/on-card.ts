import type { Card } from '../../cards/card.ts';
import { groupKey } from '../../groups/group.ts';
import { StaleDecision } from '../../requests/once.ts';
import { absent, atMost, type Condition, equals, type Write } from '../../store/write.ts';
import type { Booking } from '../book.ts';
import { cvv2Trace } from './cvv2.ts';
import type { Decision, Facts } from './decide.ts';

/**
 * What must still hold of the card's record when the decision is written, and what it leaves there beside the used
 * amount; undefined where the card has no part in it.
 */
export function cardChange(facts: Facts, decision: Decision): Booking['onCard'] {
  const { card, amount, now } = facts;
  if (!decision.approved && !decision.cvv2) return undefined;
  const cvv2 = cvv2Trace(decision.cvv2, card, now);
  const isUse = decision.approved && amount > 0n;
  return {
    when: [
      ...cvv2.when,
      ...(decision.approved ? [equals('status', card.status)] : []),
      ...(isUse ? useConditions(card, amount) : []),
    ],
    set: { ...cvv2.set, ...(isUse && !card.multiUse && { spent: true }) },
    remove: cvv2.remove,
  };
}

/** The card's own limit, if it has one, is the one that was looked at, and others left enough of it. */
function useConditions({ multiUse, limit }: Card, amount: bigint): Condition[] {
  return [
    ...(multiUse ? [] : [absent('spent')]),
    ...(limit === undefined
      ? [absent('limit')]
      : [equals('limit', limit), atMost('usedAmount', limit - amount)]),
  ];
}

/** A card whose group was frozen meanwhile is decided on again. */
export function groupCheck({ groupId }: Card): Write[] {
  if (groupId === undefined) return [];
  return [
    {
      kind: 'check',
      table: 'cards',
      key: groupKey(groupId),
      when: [equals('status', 'enabled')],
      otherwise: () => new StaleDecision(),
    },
  ];
}

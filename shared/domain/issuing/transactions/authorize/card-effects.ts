import { WriteConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { absent, atMost, type Condition, equals, type Write } from '../../../../runtime/store/write.ts';
import type { Card } from '../../model/card.ts';
import { groupKey } from '../../model/group.ts';
import type { CardUpdate } from '../transaction-to-post.ts';
import { cvv2AttemptUpdate } from './cvv2.ts';
import type { Decision, Facts } from './decide.ts';

/**
 * What must still hold of the card's record when the decision is written, and what it leaves there beside the used
 * amount; undefined where the card has no part in it.
 */
export function cardUpdateOf(facts: Facts, decision: Decision): CardUpdate | undefined {
  const { card, amount, requestsMoney, now } = facts;
  if (!decision.approved && !decision.cvv2) return undefined;
  const cvv2 = cvv2AttemptUpdate(decision.cvv2, card, now);
  return {
    when: [
      ...cvv2.when,
      ...(decision.approved ? [equals('status', card.status)] : []),
      ...(decision.approved && requestsMoney ? singleUseConditions(card) : []),
      ...(decision.approved && amount > 0n ? limitConditions(card, amount) : []),
    ],
    set: cvv2.set,
    remove: cvv2.remove,
  };
}

/** A card for one use was used as often as it had been when that was looked at. */
function singleUseConditions({ multiUse, uses }: Card): Condition[] {
  if (multiUse) return [];
  return [uses === undefined ? absent('uses') : equals('uses', uses)];
}

/** The card's own limit, if it has one, is the one that was looked at, and others left enough of it. */
function limitConditions({ limit }: Card, amount: bigint): Condition[] {
  if (limit === undefined) return [absent('limit')];
  return [equals('limit', limit), atMost('usedAmount', limit - amount)];
}

/** A card whose group was frozen meanwhile is decided on again. */
export function groupCondition({ groupId }: Card): Write[] {
  if (groupId === undefined) return [];
  return [
    {
      kind: 'check',
      table: 'cards',
      key: groupKey(groupId),
      when: [equals('status', 'enabled')],
      onConflict: () => new WriteConflict(),
    },
  ];
}

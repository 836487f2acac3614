import { writeConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { absent, atMost, type Condition, equals, type Write } from '../../../../runtime/store/write.ts';
import type { Card } from '../../model/card.ts';
import { groupKey } from '../../model/group.ts';
import type { CardUpdate } from '../transaction-to-post.ts';
import { cvv2AttemptUpdate } from './cvv2.ts';
import type { Decision, Facts } from './decide.ts';

/**
 * The conditions on the card's item under which the decision holds, and what it changes there beside the used
 * amount; undefined if it does not depend on the card.
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

/** A single-use card has not been used since it was read. */
function singleUseConditions({ multiUse, uses }: Card): Condition[] {
  if (multiUse) return [];
  return [uses === undefined ? absent('uses') : equals('uses', uses)];
}

/** The card's own limit is the one that was read, and enough of it is left. */
function limitConditions({ limit }: Card, amount: bigint): Condition[] {
  if (limit === undefined) return [absent('limit')];
  return [equals('limit', limit), atMost('usedAmount', limit - amount)];
}

/** The card's group has not been frozen since it was read. */
export function groupCondition({ groupId }: Card): Write[] {
  if (groupId === undefined) return [];
  return [
    {
      kind: 'check',
      table: 'cards',
      key: groupKey(groupId),
      when: [equals('status', 'enabled')],
      onConflict: writeConflict,
    },
  ];
}

import type { CallResult } from '../../client/client.ts';
import { type Difference, fieldDifferences, MISSING, THERE } from './compare.ts';

/** A card or group as its platform tells it: what it is, may do and holds. */
type CardRow = CallResult<'cardPage'>['list'][number];
type GroupRow = CallResult<'groupPage'>['list'][number];

/** Our card as this platform tells it, and whether something of it is under way. */
export interface OurCard
  extends Pick<
    CardRow,
    'cardId' | 'cardStatus' | 'creditLimitAmt' | 'balanceAmt' | 'usedAuthAmt' | 'groupId'
  > {
  readonly isChanging: boolean;
}

export interface OurGroup
  extends Pick<
    GroupRow,
    'groupId' | 'status' | 'creditLimitAmt' | 'balanceAmt' | 'usedAuthAmt' | 'cardCount'
  > {
  readonly isChanging: boolean;
}

const unknownTodo = (isExplained: boolean): string =>
  isExplained
    ? 'an order above opened it and is not settled here'
    : 'no order of ours opened it: find out who uses our key there';
const GONE_THERE = 'it is not on our account there: ask them';

const changeTodo = (isChanging: boolean): string =>
  isChanging
    ? 'a change is open: npm run orders -- list and ask'
    : 'nothing is under way: change it here to what it should be, which is told there';

/** Money that no transaction and no order accounts for; there is no inquiry for fees. */
const moneyTodo = (isExplained: boolean): string =>
  isExplained
    ? 'its orders, its transactions or its limit above say why'
    : 'no order or transaction explains it: a fee (trade_fee) that was not told, or told and not taken there; have it told again';

/** How a card differs between the two sides. `explained` are the cards and groups, by our ids, of which other differences are known. */
export function cardDifferences(
  theirId: string,
  here: OurCard | undefined,
  there: CardRow | undefined,
  explained: ReadonlySet<string>,
): Difference[] {
  const what = here ? `card ${here.cardId}` : `card ${theirId} there`;
  const about = here?.cardId;
  if (!here) return [{ what, here: MISSING, there: THERE, todo: unknownTodo(explained.has(theirId)) }];
  if (!there) return [{ what, here: THERE, there: MISSING, about, todo: GONE_THERE }];
  const isExplained =
    explained.has(here.cardId) ||
    explained.has(here.groupId ?? '') ||
    here.creditLimitAmt !== there.creditLimitAmt;
  return [
    ...fieldDifferences({ what, about, todo: changeTodo(here.isChanging) }, [
      ['status', here.cardStatus, there.cardStatus],
      ['limit', here.creditLimitAmt, there.creditLimitAmt],
    ]),
    ...fieldDifferences({ what, about, todo: moneyTodo(isExplained) }, [
      ['balance', here.balanceAmt, there.balanceAmt],
      ['used', here.usedAuthAmt, there.usedAuthAmt],
    ]),
  ];
}

/** How a group differs between the two sides. */
export function groupDifferences(
  theirId: string,
  here: OurGroup | undefined,
  there: GroupRow | undefined,
  explained: ReadonlySet<string>,
): Difference[] {
  const what = here ? `group ${here.groupId}` : `group ${theirId} there`;
  const about = here?.groupId;
  if (!here) return [{ what, here: MISSING, there: THERE, todo: unknownTodo(explained.has(theirId)) }];
  if (!there) return [{ what, here: THERE, there: MISSING, about, todo: GONE_THERE }];
  return [
    ...fieldDifferences({ what, about, todo: changeTodo(here.isChanging) }, [
      ['status', here.status, there.status],
    ]),
    ...fieldDifferences({ what, about, todo: moneyTodo(explained.has(here.groupId)) }, [
      ['paid in', here.creditLimitAmt, there.creditLimitAmt],
      ['balance', here.balanceAmt, there.balanceAmt],
      ['used', here.usedAuthAmt, there.usedAuthAmt],
      ['cards', here.cardCount, there.cardCount],
    ]),
  ];
}

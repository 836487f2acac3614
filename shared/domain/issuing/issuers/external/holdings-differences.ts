import type { CallResult } from '../../../../client/client.ts';
import { type Difference, fieldDifferences, MISSING, PRESENT } from './reconciliation-differences.ts';

/** A card or group as its platform tells it: what it is, may do and holds. */
type CardRow = CallResult<'cardPage'>['list'][number];
type GroupRow = CallResult<'groupPage'>['list'][number];

/** Our card as this platform tells it, and whether something of it is under way. */
export interface LocalCard
  extends Pick<
    CardRow,
    'cardId' | 'cardStatus' | 'creditLimitAmt' | 'balanceAmt' | 'usedAuthAmt' | 'groupId'
  > {
  readonly isChanging: boolean;
}

export interface LocalGroup
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
const MISSING_AT_ISSUER = 'it is not on our account there: ask them';

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
  externalId: string,
  here: LocalCard | undefined,
  atIssuer: CardRow | undefined,
  explained: ReadonlySet<string>,
): Difference[] {
  const what = here ? `card ${here.cardId}` : `card ${externalId} there`;
  const about = here?.cardId;
  if (!here)
    return [{ what, here: MISSING, atIssuer: PRESENT, todo: unknownTodo(explained.has(externalId)) }];
  if (!atIssuer) return [{ what, here: PRESENT, atIssuer: MISSING, about, todo: MISSING_AT_ISSUER }];
  const isExplained =
    explained.has(here.cardId) ||
    explained.has(here.groupId ?? '') ||
    here.creditLimitAmt !== atIssuer.creditLimitAmt;
  return [
    ...fieldDifferences({ what, about, todo: changeTodo(here.isChanging) }, [
      ['status', here.cardStatus, atIssuer.cardStatus],
      ['limit', here.creditLimitAmt, atIssuer.creditLimitAmt],
    ]),
    ...fieldDifferences({ what, about, todo: moneyTodo(isExplained) }, [
      ['balance', here.balanceAmt, atIssuer.balanceAmt],
      ['used', here.usedAuthAmt, atIssuer.usedAuthAmt],
    ]),
  ];
}

/** How a group differs between the two sides. */
export function groupDifferences(
  externalId: string,
  here: LocalGroup | undefined,
  atIssuer: GroupRow | undefined,
  explained: ReadonlySet<string>,
): Difference[] {
  const what = here ? `group ${here.groupId}` : `group ${externalId} there`;
  const about = here?.groupId;
  if (!here)
    return [{ what, here: MISSING, atIssuer: PRESENT, todo: unknownTodo(explained.has(externalId)) }];
  if (!atIssuer) return [{ what, here: PRESENT, atIssuer: MISSING, about, todo: MISSING_AT_ISSUER }];
  return [
    ...fieldDifferences({ what, about, todo: changeTodo(here.isChanging) }, [
      ['status', here.status, atIssuer.status],
    ]),
    ...fieldDifferences({ what, about, todo: moneyTodo(explained.has(here.groupId)) }, [
      ['paid in', here.creditLimitAmt, atIssuer.creditLimitAmt],
      ['balance', here.balanceAmt, atIssuer.balanceAmt],
      ['used', here.usedAuthAmt, atIssuer.usedAuthAmt],
      ['cards', here.cardCount, atIssuer.cardCount],
    ]),
  ];
}

import type { CallResult } from '../../../../client/client.ts';
import { type Difference, fieldDifferences, MISSING, PRESENT } from './reconciliation-differences.ts';

/** Cards and groups as the issuer shows them. */
type CardRow = CallResult<'cardPage'>['list'][number];
type GroupRow = CallResult<'groupPage'>['list'][number];

/** Our record of a card, in the same form. */
export interface LocalCard
  extends Pick<
    CardRow,
    'cardId' | 'cardStatus' | 'creditLimitAmt' | 'balanceAmt' | 'usedAuthAmt' | 'groupId'
  > {
  /** Whether a change is open. */
  readonly isChanging: boolean;
}

/** Our record of a group, in the same form. */
export interface LocalGroup
  extends Pick<
    GroupRow,
    'groupId' | 'status' | 'creditLimitAmt' | 'balanceAmt' | 'usedAuthAmt' | 'cardCount'
  > {
  /** Whether a change is open. */
  readonly isChanging: boolean;
}

const unknownTodo = (isExplained: boolean): string =>
  isExplained
    ? 'opened by an order above that is not settled here'
    : 'opened by no order of ours: find out who uses our key at the issuer';
const MISSING_AT_ISSUER = 'it does not belong to our account at the issuer: ask the issuer';

const changeTodo = (isChanging: boolean): string =>
  isChanging
    ? 'a change is open: npm run orders -- list and continue'
    : 'no change is open: change it here to what it should be, which also changes it at the issuer';

/** Explains a difference in money. Fees cannot be inquired, so they are the usual cause when nothing else differs. */
const moneyTodo = (isExplained: boolean): string =>
  isExplained
    ? 'explained by its orders, transactions or limit above'
    : 'no order or transaction explains it: a fee (trade_fee) may be missing on one side; request redelivery';

/**
 * Compares a card on both sides.
 *
 * @param explained - our ids of cards and groups with other known differences
 */
export function cardDifferences(
  externalId: string,
  here: LocalCard | undefined,
  atIssuer: CardRow | undefined,
  explained: ReadonlySet<string>,
): Difference[] {
  const what = here ? `card ${here.cardId}` : `card ${externalId} at the issuer`;
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

/**
 * Compares a group on both sides.
 *
 * @param explained - our ids of cards and groups with other known differences
 */
export function groupDifferences(
  externalId: string,
  here: LocalGroup | undefined,
  atIssuer: GroupRow | undefined,
  explained: ReadonlySet<string>,
): Difference[] {
  const what = here ? `group ${here.groupId}` : `group ${externalId} at the issuer`;
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

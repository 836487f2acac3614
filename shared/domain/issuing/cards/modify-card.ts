import { writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { absent, atMost, equals, type Write } from '../../../runtime/store/write.ts';
import type { cardModify } from '../../../wire/contract/operations/cards.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { LimitBelowUsed, ParameterInvalid } from '../../../wire/errors.ts';
import { formatMoney, toMinor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { affectsIssuer, type ChangedFields } from '../changes/change.ts';
import { executeChange } from '../changes/execute-change.ts';
import { assertLive, type Card, cardKey, cardOf } from '../model/card.ts';
import { storedStatus } from '../model/change-subject.ts';

type Request = CheckedRequestOf<typeof cardModify>;
type Result = ResultOf<typeof cardModify>;

/**
 * Changes a card's status, limit, alias or label, once per userReqNo (contract section 3). Status and limit of a card
 * at an external issuer are changed at the issuer; repeating the request resumes a change that had no outcome.
 *
 * @throws ParameterInvalid when the request changes nothing, or sets a limit on a card that is not supplementary
 * @throws NothingFound when the merchant has no such card
 * @throws StatusNotSuitable when the card is closed, being cancelled or not activated, or its issuer refuses the change
 * @throws LimitBelowUsed when the new limit is below the used amount
 * @throws NewerChange when a newer change replaced it
 * @throws TryAgainLater when the outcome at the external issuer is not known yet
 */
export async function modifyCard(request: Request, call: MerchantCall): Promise<Result> {
  const { userReqNo, cardId } = request;
  const change = { operation: 'cardModify', content: request };
  return executeChange(call, change, { userReqNo, cardId }, async () => {
    assertChangesSomething(request);
    const card = await cardOf(call.deps.store, call.merchant.userNo, cardId);
    assertLive(card);
    const requested = requestedFields(request, card);
    if (!goesToIssuer(card, requested)) return { writes: [cardUpdate(card, requested)] };
    return { subject: { ...card, kind: 'card', id: cardId, issuerId: card.issuerCardId }, requested };
  });
}

function assertChangesSomething({ cardAlias, cardLabel, status, authLimitAmount }: Request): void {
  if ([cardAlias, cardLabel, status, authLimitAmount].every((change) => change === undefined))
    throw new ParameterInvalid('status', 'or cardAlias, cardLabel or authLimitAmount is required');
}

function requestedFields(request: Request, card: Card): ChangedFields {
  const { cardAlias: alias, cardLabel: label, status } = request;
  const limit = newLimit(request, card);
  return {
    ...(status !== undefined && { status }),
    ...(limit !== undefined && { limit }),
    ...(alias !== undefined && { alias }),
    ...(label !== undefined && { label }),
  };
}

/**
 * Alias and label are ours alone, but while the card has open changes, they are queued behind those to keep the order.
 */
const goesToIssuer = ({ issuer, openChanges }: Card, fields: ChangedFields): boolean =>
  issuer !== EMBEDDED && (affectsIssuer(fields) || openChanges !== undefined);

/** Returns the supplementary card's new limit in minor units, zero to remove it, or undefined to keep it. */
function newLimit({ authLimitAmount }: Request, card: Card): bigint | undefined {
  if (authLimitAmount === undefined) return undefined;
  if (card.groupId === undefined)
    throw new ParameterInvalid('authLimitAmount', 'only a supplementary card has a limit of its own');
  const limit = toMinor(authLimitAmount, card.currency, 'authLimitAmount');
  if (limit > 0n && limit < card.usedAmount)
    throw new LimitBelowUsed(formatMoney(card.usedAmount, card.currency));
  return limit;
}

/** Guards against concurrent changes: a cancellation may change the status, an authorization the used amount. */
function cardUpdate(card: Card, { status, limit, alias, label }: ChangedFields): Write {
  return {
    kind: 'update',
    table: 'cards',
    key: cardKey(card.cardId),
    set: {
      ...(alias !== undefined && { alias }),
      ...(label !== undefined && { label }),
      ...(status !== undefined && { status: storedStatus('card', status) }),
      ...(limit && { limit }),
    },
    ...(limit === 0n && { remove: ['limit'] }),
    when: [
      equals('status', card.status),
      ...(card.issuer === EMBEDDED ? [] : [absent('openChanges')]),
      ...(limit ? [atMost('usedAmount', limit)] : []),
    ],
    onConflict: writeConflict,
  };
}

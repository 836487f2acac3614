import { executeOnce, WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import { absent, atMost, equals, type Write } from '../../../runtime/store/write.ts';
import type { cardModify } from '../../../wire/contract/operations/cards.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { LimitBelowUsed, ParameterInvalid } from '../../../wire/errors.ts';
import { formatMoney, toMinor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { type AcceptedChange, acceptChange } from '../changes/accept-change.ts';
import { completeChange } from '../changes/carry-out-change.ts';
import { affectsIssuer, type ChangedFields } from '../changes/change.ts';
import { assertLive, type Card, type CardStatus, cardKey, cardOf } from '../model/card.ts';

type Request = CheckedRequestOf<typeof cardModify>;
type Result = ResultOf<typeof cardModify>;

/**
 * Changes what the request names of the card, once for its userReqNo (contract section 3). The status and limit of a card
 * at a platform below are changed there: the same request again goes on where this one had no answer (TryAgainLater).
 */
export async function modifyCard(request: Request, call: MerchantCall): Promise<Result> {
  const { userReqNo, cardId } = request;
  const result = await executeOnce<Result | AcceptedChange>(call, 'cardModify', request, async () => {
    assertChangesSomething(request);
    const card = await cardOf(call.deps.store, call.merchant.userNo, cardId);
    assertLive(card);
    const fields = requestedFields(request, card);
    if (goesToIssuer(card, fields)) {
      const subject = { ...card, kind: 'card', id: cardId, issuerId: card.issuerCardId } as const;
      return acceptChange(call, { operation: 'cardModify', content: request, subject, wanted: fields });
    }
    return { result: { userReqNo, cardId }, writes: [cardUpdate(card, fields)] };
  });
  if (!('changeId' in result)) return result;
  await completeChange(call.deps, result.changeId);
  return { userReqNo, cardId };
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

/** Alias and label are this platform's own; but where the card has changes open, what came after them stays after them. */
const goesToIssuer = ({ issuer, openChanges }: Card, fields: ChangedFields): boolean =>
  issuer !== EMBEDDED && (affectsIssuer(fields) || openChanges !== undefined);

/** The supplementary card's limit after the change in minor units, zero for none any more; undefined leaves it as it is. */
function newLimit({ authLimitAmount }: Request, card: Card): bigint | undefined {
  if (authLimitAmount === undefined) return undefined;
  if (card.groupId === undefined)
    throw new ParameterInvalid('authLimitAmount', 'only a supplementary card has a limit of its own');
  const limit = toMinor(authLimitAmount, card.currency, 'authLimitAmount');
  if (limit > 0n && limit < card.usedAmount)
    throw new LimitBelowUsed(formatMoney(card.usedAmount, card.currency));
  return limit;
}

/** The request's status: 0 freeze, 1 enable. */
const STATUS_OF = { 0: 'frozen', 1: 'active' } as const satisfies Record<0 | 1, CardStatus>;

/** Only from the status that was found suitable: a cancellation may come in between, or an authorization use more. */
function cardUpdate(card: Card, { status, limit, alias, label }: ChangedFields): Write {
  return {
    kind: 'update',
    table: 'cards',
    key: cardKey(card.cardId),
    set: {
      ...(alias !== undefined && { alias }),
      ...(label !== undefined && { label }),
      ...(status !== undefined && { status: STATUS_OF[status] }),
      ...(limit && { limit }),
    },
    ...(limit === 0n && { remove: ['limit'] }),
    when: [
      equals('status', card.status),
      ...(card.issuer === EMBEDDED ? [] : [absent('openChanges')]),
      ...(limit ? [atMost('usedAmount', limit)] : []),
    ],
    onConflict: () => new WriteConflict(),
  };
}

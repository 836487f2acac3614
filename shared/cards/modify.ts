import { type AcceptedChange, changeBelow } from '../changes/accept.ts';
import { outcomeOfChange } from '../changes/carry-out.ts';
import { isForBelow, type Wanted } from '../changes/change.ts';
import { LimitBelowUsed, ParameterInvalid } from '../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardModify } from '../contract/operations/cards.ts';
import { EMBEDDED } from '../issuer/issuer-name.ts';
import { moneyText, toMinor } from '../money/amount.ts';
import type { Call } from '../platform/platform.ts';
import { answerOnce, StaleDecision } from '../requests/once.ts';
import { absent, atMost, equals, type Write } from '../store/write.ts';
import { assertLive, type Card, type CardStatus, cardKey, cardOf } from './card.ts';

type Request = CheckedRequestOf<typeof cardModify>;
type Result = ResultOf<typeof cardModify>;

/**
 * Changes what the request names of the card, once for its userReqNo (contract section 3). The status and limit of a card
 * at a platform below are changed there: the same request again goes on where this one had no answer (TryAgainLater).
 */
export async function modifyCard(request: Request, call: Call): Promise<Result> {
  const { userReqNo, cardId } = request;
  const answered = await answerOnce<Result | AcceptedChange>(call, 'cardModify', request, async () => {
    assertAsksForSomething(request);
    const card = await cardOf(call.platform.store, call.merchant.userNo, cardId);
    assertLive(card);
    const wanted = wantedBy(request, card);
    if (isToldBelow(card, wanted)) {
      const subject = { ...card, kind: 'card', id: cardId, issuerId: card.issuerCardId } as const;
      return changeBelow(call, { operation: 'cardModify', content: request, subject, wanted });
    }
    return { answer: { userReqNo, cardId }, writes: [cardUpdate(card, wanted)] };
  });
  if (!('changeId' in answered)) return answered;
  await outcomeOfChange(call.platform, answered.changeId);
  return { userReqNo, cardId };
}

function assertAsksForSomething({ cardAlias, cardLabel, status, authLimitAmount }: Request): void {
  if ([cardAlias, cardLabel, status, authLimitAmount].every((change) => change === undefined))
    throw new ParameterInvalid('status', 'or cardAlias, cardLabel or authLimitAmount is required');
}

function wantedBy(request: Request, card: Card): Wanted {
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
const isToldBelow = ({ issuer, openChanges }: Card, wanted: Wanted): boolean =>
  issuer !== EMBEDDED && (isForBelow(wanted) || openChanges !== undefined);

/** The supplementary card's limit after the change in minor units, zero for none any more; undefined leaves it as it is. */
function newLimit({ authLimitAmount }: Request, card: Card): bigint | undefined {
  if (authLimitAmount === undefined) return undefined;
  if (card.groupId === undefined)
    throw new ParameterInvalid('authLimitAmount', 'only a supplementary card has a limit of its own');
  const limit = toMinor(authLimitAmount, card.currency, 'authLimitAmount');
  if (limit > 0n && limit < card.usedAmount)
    throw new LimitBelowUsed(moneyText(card.usedAmount, card.currency));
  return limit;
}

/** The request's status: 0 freeze, 1 enable. */
const STATUS_OF = { 0: 'frozen', 1: 'active' } as const satisfies Record<0 | 1, CardStatus>;

/** Only from the status that was found suitable: a cancellation may come in between, or an authorization use more. */
function cardUpdate(card: Card, { status, limit, alias, label }: Wanted): Write {
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
    otherwise: () => new StaleDecision(),
  };
}

import { LimitBelowUsed, ParameterInvalid } from '../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardModify } from '../contract/operations/cards.ts';
import { upstreamOf } from '../issuer/find.ts';
import { EMBEDDED } from '../issuer/issuer.ts';
import { toMinor } from '../money/amount.ts';
import type { Call } from '../platform/platform.ts';
import { answerOnce, StaleDecision } from '../requests/once.ts';
import { numberBelow } from '../requests/request-number.ts';
import type { Item } from '../store/store.ts';
import { atMost, equals, type Write } from '../store/write.ts';
import { assertLive, type Card, type CardStatus, cardKey, cardOf } from './card.ts';

type Request = CheckedRequestOf<typeof cardModify>;
type Result = ResultOf<typeof cardModify>;

/**
 * Changes what the request names of the card, once for its userReqNo (contract section 3). Its issuer comes first: what
 * that one refuses is not changed here, and where it does not answer the same request again finishes it (TryAgainLater).
 */
export function modifyCard(request: Request, call: Call): Promise<Result> {
  const { userReqNo, cardId, cardAlias, cardLabel, status } = request;
  return answerOnce(call, 'cardModify', request, async () => {
    if ([cardAlias, cardLabel, status, request.authLimitAmount].every((change) => change === undefined)) {
      throw new ParameterInvalid('status', 'or cardAlias, cardLabel or authLimitAmount is required');
    }
    const card = await cardOf(call.platform.store, call.merchant.userNo, cardId);
    assertLive(card);
    const limit = newLimit(request, card);
    await changeAtIssuer(request, limit, card, call);
    const set = {
      ...(cardAlias !== undefined && { alias: cardAlias }),
      ...(cardLabel !== undefined && { label: cardLabel }),
      ...(status !== undefined && { status: STATUS_OF[status] }),
      ...(limit && { limit }),
    };
    return { answer: { userReqNo, cardId }, writes: [cardUpdate(card, set, limit)] };
  });
}

/** Alias and label are this platform's own; what a card may do is its issuer's to know. */
async function changeAtIssuer(
  { status, userReqNo }: Request,
  limit: bigint | undefined,
  card: Card,
  { platform, merchant }: Call,
): Promise<void> {
  if (card.issuer === EMBEDDED || (status === undefined && limit === undefined)) return;
  const change = { ...(status !== undefined && { status }), ...(limit !== undefined && { limit }) };
  const requestNo = numberBelow({ userNo: merchant.userNo, userReqNo });
  await (await upstreamOf(platform, card.issuer)).changeCard(card, change, requestNo);
}

/** The supplementary card's limit after the change in minor units, zero for none any more; undefined leaves it as it is. */
function newLimit({ authLimitAmount }: Request, card: Card): bigint | undefined {
  if (authLimitAmount === undefined) return undefined;
  if (card.groupId === undefined)
    throw new ParameterInvalid('authLimitAmount', 'only a supplementary card has a limit of its own');
  const limit = toMinor(authLimitAmount, card.currency, 'authLimitAmount');
  if (limit > 0n && limit < card.usedAmount) throw new LimitBelowUsed();
  return limit;
}

/** The request's status: 0 freeze, 1 enable. */
const STATUS_OF = { 0: 'frozen', 1: 'active' } as const satisfies Record<0 | 1, CardStatus>;

/** Only from the status that was found suitable: a cancellation may come in between, or an authorization use more. */
const cardUpdate = (card: Card, set: Item, limit: bigint | undefined): Write => ({
  kind: 'update',
  table: 'cards',
  key: cardKey(card.cardId),
  set,
  ...(limit === 0n && { remove: ['limit'] }),
  when: [equals('status', card.status), ...(limit ? [atMost('usedAmount', limit)] : [])],
  otherwise: () => new StaleDecision(),
});

import { ParameterInvalid } from '../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardModify } from '../contract/operations/cards.ts';
import type { Call } from '../platform/platform.ts';
import { answerOnce, StaleDecision } from '../requests/once.ts';
import type { Item } from '../store/store.ts';
import { equals, type Write } from '../store/write.ts';
import { assertLive, type Card, type CardStatus, cardKey, cardOf } from './card.ts';

type Request = CheckedRequestOf<typeof cardModify>;
type Result = ResultOf<typeof cardModify>;

/** Changes what the request names of the card, once for its userReqNo (contract section 3). */
export function modifyCard(request: Request, call: Call): Promise<Result> {
  const { userReqNo, cardId, cardAlias, cardLabel, status } = request;
  return answerOnce(call, 'cardModify', request, async () => {
    if ([cardAlias, cardLabel, status, request.authLimitAmount].every((change) => change === undefined)) {
      throw new ParameterInvalid('status', 'or cardAlias, cardLabel or authLimitAmount is required');
    }
    const card = await cardOf(call.platform.store, call.merchant.userNo, cardId);
    assertLive(card);
    if (request.authLimitAmount !== undefined) {
      throw new ParameterInvalid('authLimitAmount', 'only a supplementary card has a limit of its own');
    }
    const set = {
      ...(cardAlias !== undefined && { alias: cardAlias }),
      ...(cardLabel !== undefined && { label: cardLabel }),
      ...(status !== undefined && { status: STATUS_OF[status] }),
    };
    return { answer: { userReqNo, cardId }, writes: [cardUpdate(card, set)] };
  });
}

/** The request's status: 0 freeze, 1 enable. */
const STATUS_OF = { 0: 'frozen', 1: 'active' } as const satisfies Record<0 | 1, CardStatus>;

/** Only from the status that was found suitable: a cancellation may come in between. */
const cardUpdate = (card: Card, set: Item): Write => ({
  kind: 'update',
  table: 'cards',
  key: cardKey(card.cardId),
  set,
  when: [equals('status', card.status)],
  otherwise: () => new StaleDecision(),
});

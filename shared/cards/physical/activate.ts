import { ActivationRefused } from '../../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../../contract/operation.ts';
import type { cardActive } from '../../contract/operations/pcc.ts';
import type { Call, Platform } from '../../platform/platform.ts';
import { answerOnce, StaleDecision } from '../../requests/once.ts';
import { atMost, equals, type Write } from '../../store/write.ts';
import { isSameSecret } from '../../vault/vault.ts';
import { assertNotExpired, type Card, cardKey, cardOf, unsuitable } from '../card.ts';
import { activationStatusPut } from './activation-status.ts';

type Request = CheckedRequestOf<typeof cardActive>;
type Result = ResultOf<typeof cardActive>;

/** Wrong codes after which a card can be activated only with a new one. */
const ATTEMPTS = 5n;

/** The record that an activation code is sealed for: it opens nowhere else. */
export const activationContext = (cardId: string): string => `card/${cardId}/activation-code`;

/**
 * Activates a physical card and sets its PIN, once for its userReqNo (contract section 3, Pcc). Every try is counted
 * before its code is looked at, so that tries at the same moment are not more than those one after the other.
 */
export async function activateCard(request: Request, call: Call): Promise<Result> {
  const { platform, merchant, correlationId } = call;
  const { userReqNo, cardId, activationCode, pin } = request;
  // Neither code nor PIN tells the request from others: whoever repeats it with another value must not learn which is right.
  const content = { userReqNo, cardId };
  return answerOnce(call, 'cardActive', content, async () => {
    const card = await cardOf(platform.store, merchant.userNo, cardId);
    if (card.status !== 'awaiting-activation') throw unsuitable(card);
    assertNotExpired(platform, card);
    await assertRight(platform, card, activationCode);
    return {
      answer: { userReqNo, cardId },
      writes: [
        activation(card),
        await platform.vault.pinWrite(cardId, pin),
        activationStatusPut(platform, card, 1, { subject: 'activated', correlationId }),
      ],
    };
  });
}

/** No code is right before one came from the personalisation bureau. */
async function assertRight(platform: Platform, card: Card, given: string): Promise<void> {
  const { cardId, activationCode } = card;
  if (!activationCode) throw new ActivationRefused();
  await takeAttempt(platform, cardId);
  const code = await platform.sealer.open(activationCode, activationContext(cardId));
  if (!isSameSecret(given, code.toString())) throw new ActivationRefused();
}

const takeAttempt = (platform: Platform, cardId: string): Promise<void> =>
  platform.store.write([
    {
      kind: 'update',
      table: 'cards',
      key: cardKey(cardId),
      add: { activationAttempts: 1 },
      when: [atMost('activationAttempts', ATTEMPTS - 1n)],
      otherwise: () => new ActivationRefused(),
    },
  ]);

/** The card can be used from here on. */
export const activation = ({ cardId, status }: Card): Write => ({
  kind: 'update',
  table: 'cards',
  key: cardKey(cardId),
  set: { status: 'active' },
  remove: ['activationCode', 'activationAttempts'],
  when: [equals('status', status)],
  otherwise: () => new StaleDecision(),
});

import { executeOnce, WriteConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { atMost, equals, type Write } from '../../../../runtime/store/write.ts';
import { isSameSecret } from '../../../../runtime/vault/card-vault.ts';
import type { CheckedRequestOf, ResultOf } from '../../../../wire/contract/operations/operation.ts';
import type { cardActive } from '../../../../wire/contract/operations/pcc.ts';
import { ActivationRefused } from '../../../../wire/errors.ts';
import type { Dependencies, MerchantCall } from '../../../dependencies.ts';
import { assertNotExpired, type Card, cardKey, cardOf, statusNotSuitable } from '../../model/card.ts';
import { activationStatusPut } from './activation-status.ts';

type Request = CheckedRequestOf<typeof cardActive>;
type Result = ResultOf<typeof cardActive>;

/** Wrong codes after which a card can be activated only with a new one. */
const MAX_ATTEMPTS = 5n;

/** The record that an activation code is sealed for: it opens nowhere else. */
export const activationContext = (cardId: string): string => `card/${cardId}/activation-code`;

/**
 * Activates a physical card and sets its PIN, once for its userReqNo (contract section 3, Pcc). Every try is counted
 * before its code is looked at, so that tries at the same moment are not more than those one after the other.
 */
export async function activateCard(request: Request, call: MerchantCall): Promise<Result> {
  const { deps, merchant, correlationId } = call;
  const { userReqNo, cardId, activationCode, pin } = request;
  // Neither code nor PIN tells the request from others: whoever repeats it with another value must not learn which is right.
  const content = { userReqNo, cardId };
  return executeOnce(call, 'cardActive', content, async () => {
    const card = await cardOf(deps.store, merchant.userNo, cardId);
    if (card.status !== 'awaiting-activation') throw statusNotSuitable(card);
    assertNotExpired(deps, card);
    await verifyActivationCode(deps, card, activationCode);
    return {
      result: { userReqNo, cardId },
      writes: [
        activationUpdate(card),
        await deps.vault.pinWrite(cardId, pin),
        activationStatusPut(deps, card, 1, { subject: 'activated', correlationId }),
      ],
    };
  });
}

/** No code is right before one came from the personalisation bureau. */
async function verifyActivationCode(deps: Dependencies, card: Card, presented: string): Promise<void> {
  const { cardId, activationCode } = card;
  if (!activationCode) throw new ActivationRefused();
  await countAttempt(deps, cardId);
  const code = await deps.sealer.open(activationCode, activationContext(cardId));
  if (!isSameSecret(presented, code.toString())) throw new ActivationRefused();
}

const countAttempt = (deps: Dependencies, cardId: string): Promise<void> =>
  deps.store.write([
    {
      kind: 'update',
      table: 'cards',
      key: cardKey(cardId),
      add: { activationAttempts: 1 },
      when: [atMost('activationAttempts', MAX_ATTEMPTS - 1n)],
      onConflict: () => new ActivationRefused(),
    },
  ]);

/** The card can be used from here on. */
export const activationUpdate = ({ cardId, status }: Card): Write => ({
  kind: 'update',
  table: 'cards',
  key: cardKey(cardId),
  set: { status: 'active' },
  remove: ['activationCode', 'activationAttempts'],
  when: [equals('status', status)],
  onConflict: () => new WriteConflict(),
});

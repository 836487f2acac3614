import { executeOnce, writeConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { atMost, equals, type Write } from '../../../../runtime/store/write.ts';
import { isSameSecret } from '../../../../runtime/vault/card-secrets.ts';
import type { CheckedRequestOf, ResultOf } from '../../../../wire/contract/operations/operation.ts';
import type { cardActive } from '../../../../wire/contract/operations/pcc.ts';
import { ActivationRefused } from '../../../../wire/errors.ts';
import type { Dependencies, MerchantCall } from '../../../dependencies.ts';
import { assertNotExpired, type Card, cardKey, cardOf, statusNotSuitable } from '../../model/card.ts';
import { activationStatusPut } from './activation-status.ts';

type Request = CheckedRequestOf<typeof cardActive>;
type Result = ResultOf<typeof cardActive>;

/** Maximum number of attempts per activation code. After that, only a new code activates the card. */
const MAX_ATTEMPTS = 5n;

/** The context that an activation code is sealed for. The code cannot be opened in any other context. */
export const activationContext = (cardId: string): string => `card/${cardId}/activation-code`;

/**
 * Activates a physical card and sets its PIN, once per userReqNo (contract section 3, Pcc). Every attempt is counted
 * before its code is verified, so concurrent attempts gain nothing.
 *
 * @throws NothingFound when the merchant has no such card
 * @throws StatusNotSuitable when the card does not await activation or has expired
 * @throws ActivationRefused when the code is wrong or all attempts are used up
 */
export async function activateCard(request: Request, call: MerchantCall): Promise<Result> {
  const { deps, merchant, correlationId } = call;
  const { userReqNo, cardId, activationCode, pin } = request;
  // Code and PIN are not part of the request's identity: repeating it with other values must not reveal the right ones.
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

/**
 * @throws ActivationRefused when the code is wrong, all attempts are used up, or no code has arrived from the bureau
 * yet
 */
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

/** Makes the card usable. */
export const activationUpdate = ({ cardId, status }: Card): Write => ({
  kind: 'update',
  table: 'cards',
  key: cardKey(cardId),
  set: { status: 'active' },
  remove: ['activationCode', 'activationAttempts'],
  when: [equals('status', status)],
  onConflict: writeConflict,
});

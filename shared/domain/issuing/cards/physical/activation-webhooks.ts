import { retryOnConflict, WriteConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { equals, type Write } from '../../../../runtime/store/write.ts';
import type { InboundContent } from '../../../../wire/contract/notifications.ts';
import { formatDateTime, parseLenientTime } from '../../../../wire/contract/time.ts';
import { StatusNotSuitable } from '../../../../wire/errors.ts';
import { ignoreDuplicate, notificationIdOf, notificationPut } from '../../../notifications/notification.ts';
import { sealSecretField } from '../../../notifications/secret-field.ts';
import type { UpstreamCall } from '../../../upstream-call.ts';
import { type Card, cardKey } from '../../model/card.ts';
import { upstreamCardOf } from '../upstream-card.ts';
import { activationContext, activationUpdate } from './activate-card.ts';
import { activationStatusPut } from './activation-status.ts';

/** How long an activation code is kept to be told, unless it says itself until when it can be used. */
const RETENTION_MS = 30 * 86_400_000;

/**
 * Keeps the code that activates a physical card, sealed, in place of an earlier one, and passes it on to the card's
 * merchant. A new code has all of its attempts.
 */
export async function handleActivationCode(
  { activationCode, cardId, expireTime = '' }: InboundContent<'card_activation_code'>,
  call: UpstreamCall,
): Promise<void> {
  const { deps, messageId, correlationId } = call;
  const { now, utcOffset, sealer, store } = deps;
  const message = { type: 'card_activation_code', subject: messageId } as const;
  const expiresAt = parseLenientTime(expireTime, utcOffset);
  const until = expiresAt ?? now() + RETENTION_MS;
  const value = { field: 'activationCode', value: activationCode, until };
  const secret = await sealSecretField(deps, notificationIdOf(message), value);
  await ignoreDuplicate(
    retryOnConflict(async () => {
      const card = await upstreamCardOf(call, cardId);
      if (card.status !== 'awaiting-activation') throw new StatusNotSuitable('card');
      const code = await sealer.seal(activationCode, activationContext(card.cardId));
      const passedOn = {
        cardId: card.cardId,
        cardNo: card.maskedNumber,
        ...(expiresAt !== undefined && { expireTime: formatDateTime(expiresAt, utcOffset) }),
      };
      await store.write([
        notificationPut(deps, { ...message, userNo: card.userNo, content: passedOn, secret, correlationId }),
        newCodeUpdate(card, { activationCode: code, activationAttempts: 0 }),
      ]);
    }),
  );
}

const newCodeUpdate = ({ cardId, status }: Card, set: Partial<Card>): Write => ({
  kind: 'update',
  table: 'cards',
  key: cardKey(cardId),
  set,
  when: [equals('status', status)],
  onConflict: () => new WriteConflict(),
});

/**
 * Takes over how an activation went elsewhere: success puts a card that awaits it into use. What the merchant was told
 * before, by our own activation too, is not told again.
 */
export async function handleActivationStatus(
  { cardId, staus }: InboundContent<'card_activation_status'>,
  call: UpstreamCall,
): Promise<void> {
  const { deps, messageId, correlationId } = call;
  await ignoreDuplicate(
    retryOnConflict(async () => {
      const card = await upstreamCardOf(call, cardId);
      const subject = staus === 1 ? 'activated' : messageId;
      const activates = staus === 1 && card.status === 'awaiting-activation';
      await deps.store.write([
        activationStatusPut(deps, card, staus, { subject, correlationId }),
        ...(activates ? [activationUpdate(card)] : []),
      ]);
    }),
  );
}

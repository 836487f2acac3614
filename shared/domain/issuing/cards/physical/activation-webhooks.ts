import { DAY_MS } from '../../../../runtime/duration.ts';
import { retryOnConflict, writeConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { equals, type Write } from '../../../../runtime/store/write.ts';
import type { InboundContent } from '../../../../wire/contract/notifications.ts';
import { formatDateTime, parseLenientTime } from '../../../../wire/contract/time.ts';
import { StatusNotSuitable } from '../../../../wire/errors.ts';
import { notificationIdOf } from '../../../notifications/notification.ts';
import { ignoreDuplicate, notificationPut } from '../../../notifications/outbox.ts';
import { sealSecretField } from '../../../notifications/secret-field.ts';
import type { UpstreamCall } from '../../../upstream-call.ts';
import { type Card, cardKey } from '../../model/card.ts';
import { upstreamCardOf } from '../upstream-card.ts';
import { activationContext, activationUpdate } from './activate-card.ts';
import { activationStatusPut } from './activation-status.ts';

/** How long an activation code is kept for delivery when it has no expiry time. */
const RETENTION_MS = 30 * DAY_MS;

/**
 * Stores the sealed activation code of a physical card, replacing any earlier one, and forwards it to the card's
 * merchant. A new code resets the attempts.
 *
 * @throws NothingFound when the card does not exist or another issuer holds it
 * @throws NotEntitled when the upstream was not granted the card's BIN range
 * @throws StatusNotSuitable when the card does not await activation
 */
export async function handleActivationCode(
  { activationCode, cardId, expireTime = '' }: InboundContent<'card_activation_code'>,
  call: UpstreamCall,
): Promise<void> {
  const { deps, messageId, correlationId } = call;
  const { now, utcOffset, sealer, store } = deps;
  const expiresAt = parseLenientTime(expireTime, utcOffset);
  const until = expiresAt ?? now() + RETENTION_MS;
  const value = { field: 'activationCode', value: activationCode, until };
  await ignoreDuplicate(
    retryOnConflict(async () => {
      const card = await upstreamCardOf(call, cardId);
      if (card.status !== 'awaiting-activation') throw new StatusNotSuitable('card');
      const message = { type: 'card_activation_code', subject: messageId, userNo: card.userNo } as const;
      const secret = await sealSecretField(deps, notificationIdOf(message), value);
      const code = await sealer.seal(activationCode, activationContext(card.cardId));
      const content = {
        cardId: card.cardId,
        cardNo: card.maskedNumber,
        ...(expiresAt !== undefined && { expireTime: formatDateTime(expiresAt, utcOffset) }),
      };
      await store.write([
        notificationPut(deps, { ...message, content, secret, correlationId }),
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
  onConflict: writeConflict,
});

/**
 * Applies the outcome of an activation performed elsewhere: success makes a card that awaits it usable. The merchant is
 * not notified again of an activation already reported, including one of our own.
 *
 * @throws NothingFound when the card does not exist or another issuer holds it
 * @throws NotEntitled when the upstream was not granted the card's BIN range
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

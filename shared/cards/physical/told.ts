import { StatusNotSuitable } from '../../contract/errors.ts';
import type { ReceivedContent } from '../../contract/notifications.ts';
import { formatDateTime, readMoment } from '../../contract/time.ts';
import { notificationIdOf, notificationPut, unlessTold } from '../../notifications/notification.ts';
import { secretField } from '../../notifications/secret.ts';
import { StaleDecision, untilFresh } from '../../requests/once.ts';
import { equals, type Write } from '../../store/write.ts';
import type { Told } from '../../upstreams/told.ts';
import { type Card, cardKey } from '../card.ts';
import { cardTold } from '../held.ts';
import { activation, activationContext } from './activate.ts';
import { activationStatusPut } from './activation-status.ts';

/** How long an activation code is kept to be told, unless it says itself until when it can be used. */
const KEPT_MS = 30 * 86_400_000;

/**
 * Keeps the code that activates a physical card, sealed, in place of an earlier one, and passes it on to the card's
 * merchant. A new code has all of its attempts.
 */
export async function applyActivationCode(
  { activationCode, cardId, expireTime = '' }: ReceivedContent<'card_activation_code'>,
  told: Told,
): Promise<void> {
  const { platform, messageId, correlationId } = told;
  const { now, utcOffset, sealer, store } = platform;
  const news = { type: 'card_activation_code', subject: messageId } as const;
  const expiresAt = readMoment(expireTime, utcOffset);
  const until = expiresAt ?? now() + KEPT_MS;
  const value = { field: 'activationCode', value: activationCode, until };
  const secret = await secretField(platform, notificationIdOf(news), value);
  await unlessTold(
    untilFresh(async () => {
      const card = await cardTold(told, cardId);
      if (card.status !== 'awaiting-activation') throw new StatusNotSuitable('card');
      const code = await sealer.seal(activationCode, activationContext(card.cardId));
      const passedOn = {
        cardId: card.cardId,
        cardNo: card.maskedNumber,
        ...(expiresAt !== undefined && { expireTime: formatDateTime(expiresAt, utcOffset) }),
      };
      await store.write([
        notificationPut(platform, { ...news, userNo: card.userNo, content: passedOn, secret, correlationId }),
        newCode(card, { activationCode: code, activationAttempts: 0 }),
      ]);
    }),
  );
}

const newCode = ({ cardId, status }: Card, set: Partial<Card>): Write => ({
  kind: 'update',
  table: 'cards',
  key: cardKey(cardId),
  set,
  when: [equals('status', status)],
  otherwise: () => new StaleDecision(),
});

/**
 * Takes over how an activation went elsewhere: success puts a card that awaits it into use. What the merchant was told
 * before, by our own activation too, is not told again.
 */
export async function applyActivationStatus(
  { cardId, staus }: ReceivedContent<'card_activation_status'>,
  told: Told,
): Promise<void> {
  const { platform, messageId, correlationId } = told;
  await unlessTold(
    untilFresh(async () => {
      const card = await cardTold(told, cardId);
      const subject = staus === 1 ? 'activated' : messageId;
      const activates = staus === 1 && card.status === 'awaiting-activation';
      await platform.store.write([
        activationStatusPut(platform, card, staus, { subject, correlationId }),
        ...(activates ? [activation(card)] : []),
      ]);
    }),
  );
}

import { MINUTE_MS } from '../../../runtime/duration.ts';
import type { InboundContent } from '../../../wire/contract/notifications.ts';
import { notificationIdOf } from '../../notifications/notification.ts';
import { ignoreDuplicate, notificationPut } from '../../notifications/outbox.ts';
import { sealSecretField } from '../../notifications/secret-field.ts';
import type { UpstreamCall } from '../../upstream-call.ts';
import { upstreamCardOf } from './upstream-card.ts';

/** How long a one-time password is stored for delivery. */
const OTP_RETENTION_MS = 15 * MINUTE_MS;

/** ISO 4217's code for no currency. */
const NO_CURRENCY = 'XXX';

/**
 * Passes a one-time password on to the card's merchant. It is sealed until it is delivered or 15 minutes old. The
 * content has no id: the message's own id identifies duplicates.
 */
export async function handle3dsOtp(
  { otp, ...purchase }: InboundContent<'card_3ds_otp'>,
  call: UpstreamCall,
): Promise<void> {
  const { deps, messageId, correlationId } = call;
  const card = await upstreamCardOf(call, purchase.cardId);
  const message = { type: 'card_3ds_otp', subject: messageId, userNo: card.userNo } as const;
  const until = deps.now() + OTP_RETENTION_MS;
  const secret = await sealSecretField(deps, notificationIdOf(message), { field: 'otp', value: otp, until });
  const { transactionAmount = '0', transactionCurrency = NO_CURRENCY, merchantName = 'unknown' } = purchase;
  const content = {
    cardId: card.cardId,
    cardNo: card.maskedNumber,
    transactionCurrency,
    transactionAmount,
    merchantName,
  };
  await ignoreDuplicate(
    deps.store.write([notificationPut(deps, { ...message, content, secret, correlationId })]),
  );
}

import { cardTold } from '../cards/held.ts';
import type { ReceivedContent } from '../contract/notifications.ts';
import type { Told } from '../upstreams/told.ts';
import { notificationIdOf, notificationPut, unlessTold } from './notification.ts';
import { secretField } from './secret.ts';

/** How long a one-time password is kept to be told. */
const KEPT_MS = 15 * 60_000;

/** ISO 4217's code where there is no currency to tell. */
const NO_CURRENCY = 'XXX';

/**
 * Passes a one-time password on to the card's merchant. It is sealed while it waits, and gone once it is delivered or 15
 * minutes old. Its content has no id: the message itself says whether it was told before.
 */
export async function passOnOtp(
  { otp, ...purchase }: ReceivedContent<'card_3ds_otp'>,
  told: Told,
): Promise<void> {
  const { platform, messageId, correlationId } = told;
  const card = await cardTold(told, purchase.cardId);
  const news = { type: 'card_3ds_otp', subject: messageId } as const;
  const until = platform.now() + KEPT_MS;
  const secret = await secretField(platform, notificationIdOf(news), { field: 'otp', value: otp, until });
  const { transactionAmount = '0', transactionCurrency = NO_CURRENCY, merchantName = 'unknown' } = purchase;
  const content = {
    cardId: card.cardId,
    cardNo: card.maskedNumber,
    transactionCurrency,
    transactionAmount,
    merchantName,
  };
  await unlessTold(
    platform.store.write([
      notificationPut(platform, { ...news, userNo: card.userNo, content, secret, correlationId }),
    ]),
  );
}

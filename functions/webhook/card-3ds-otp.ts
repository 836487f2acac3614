import { webhooks } from '../../shared/contract/webhooks.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { passOnOtp } from '../../shared/notifications/otp.ts';

/** card_3ds_otp: passes a one-time password on to the card's merchant. */
export const handler = webhook(webhooks.card_3ds_otp, passOnOtp);

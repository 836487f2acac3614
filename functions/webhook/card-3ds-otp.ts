import { handle3dsOtp } from '../../shared/domain/issuing/cards/card-3ds-otp-webhook.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** Webhook card_3ds_otp. */
export const handler = webhook(webhooks.card_3ds_otp, handle3dsOtp);

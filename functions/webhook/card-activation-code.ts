import { handleActivationCode } from '../../shared/domain/issuing/cards/physical/activation-webhooks.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** Webhook card_activation_code. */
export const handler = webhook(webhooks.card_activation_code, handleActivationCode);

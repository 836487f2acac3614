import { handleActivationCode } from '../../shared/domain/issuing/cards/physical/activation-webhooks.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** card_activation_code: keeps the code that activates a physical card and passes it on. */
export const handler = webhook(webhooks.card_activation_code, handleActivationCode);

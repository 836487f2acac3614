import { applyActivationCode } from '../../shared/cards/physical/told.ts';
import { webhooks } from '../../shared/contract/webhooks.ts';
import { webhook } from '../../shared/lambda/webhook.ts';

/** card_activation_code: keeps the code that activates a physical card and passes it on. */
export const handler = webhook(webhooks.card_activation_code, applyActivationCode);

import { handleActivationStatus } from '../../shared/domain/issuing/cards/physical/activation-webhooks.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** card_activation_status: takes over how an activation went. */
export const handler = webhook(webhooks.card_activation_status, handleActivationStatus);

import { applyActivationStatus } from '../../shared/cards/physical/told.ts';
import { webhooks } from '../../shared/contract/webhooks.ts';
import { webhook } from '../../shared/lambda/webhook.ts';

/** card_activation_status: takes over how an activation went. */
export const handler = webhook(webhooks.card_activation_status, applyActivationStatus);

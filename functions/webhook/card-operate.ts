import { handleCardOperate } from '../../shared/domain/issuing/orders/card-operate-webhook.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** Webhook card_operate. */
export const handler = webhook(webhooks.card_operate, handleCardOperate);

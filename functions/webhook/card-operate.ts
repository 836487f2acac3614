import { handleCardOperate } from '../../shared/domain/issuing/orders/card-operate-webhook.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** card_operate: settles the order that its issuer answers. */
export const handler = webhook(webhooks.card_operate, handleCardOperate);

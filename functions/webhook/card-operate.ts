import { webhooks } from '../../shared/contract/webhooks.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { applyCardOperate } from '../../shared/orders/told.ts';

/** card_operate: settles the order that its issuer answers. */
export const handler = webhook(webhooks.card_operate, applyCardOperate);

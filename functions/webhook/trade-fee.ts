import { handleTradeFee } from '../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** Webhook trade_fee. */
export const handler = webhook(webhooks.trade_fee, handleTradeFee);

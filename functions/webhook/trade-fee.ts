import { handleTradeFee } from '../../shared/domain/issuing/transactions/fee-webhook.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** trade_fee: charges a fee that the network took for a transaction. */
export const handler = webhook(webhooks.trade_fee, handleTradeFee);

import { webhooks } from '../../shared/contract/webhooks.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { applyTradeFee } from '../../shared/transactions/fees.ts';

/** trade_fee: charges a fee that the network took for a transaction. */
export const handler = webhook(webhooks.trade_fee, applyTradeFee);

import { webhooks } from '../../shared/contract/webhooks.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { applyCardTransaction } from '../../shared/transactions/apply.ts';

/** card_transaction: books what happened to a card at the network. */
export const handler = webhook(webhooks.card_transaction, applyCardTransaction);

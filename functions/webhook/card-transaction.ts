import { handleCardTransaction } from '../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** Webhook card_transaction. */
export const handler = webhook(webhooks.card_transaction, handleCardTransaction);

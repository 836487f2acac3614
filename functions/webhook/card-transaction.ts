import { handleCardTransaction } from '../../shared/domain/issuing/transactions/transaction-webhook.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** card_transaction: books what happened to a card at the network. */
export const handler = webhook(webhooks.card_transaction, handleCardTransaction);

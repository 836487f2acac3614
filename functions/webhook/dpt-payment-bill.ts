import { handlePaymentBill } from '../../shared/domain/dpt/payment-bill-webhook.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** Webhook dpt_payment_bill. */
export const handler = webhook(webhooks.dpt_payment_bill, handlePaymentBill);

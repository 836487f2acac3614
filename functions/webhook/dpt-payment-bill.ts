import { handlePaymentBill } from '../../shared/domain/dpt/payment-webhook.ts';
import { webhook } from '../../shared/lambda/webhook.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';

/** dpt_payment_bill: coins that arrived, as a payment for an acquiring order or at the end of a withdrawal. */
export const handler = webhook(webhooks.dpt_payment_bill, handlePaymentBill);

import { webhooks } from '../../shared/contract/webhooks.ts';
import { applyPaymentBill } from '../../shared/dpt/payment.ts';
import { webhook } from '../../shared/lambda/webhook.ts';

/** dpt_payment_bill: coins that arrived, as a payment for an acquiring order or at the end of a withdrawal. */
export const handler = webhook(webhooks.dpt_payment_bill, applyPaymentBill);

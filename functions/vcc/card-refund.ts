import { cardRefund } from '../../shared/contract/operations/card-orders.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { refundCard } from '../../shared/orders/kinds/refund.ts';

/** Refund: an order that moves money from a card back to the account. */
export const handler = operation(cardRefund, refundCard);

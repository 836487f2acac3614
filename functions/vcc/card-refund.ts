import { refundCard } from '../../shared/domain/issuing/orders/refund.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardRefund } from '../../shared/wire/contract/operations/card-orders.ts';

/** Refund: an order that moves money from a card back to the account. */
export const handler = merchantOperation(cardRefund, refundCard);

import { refundCard } from '../../shared/domain/issuing/orders/refund.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardRefund } from '../../shared/wire/contract/operations/card-orders.ts';

/** Refund. */
export const handler = merchantOperation(cardRefund, refundCard);

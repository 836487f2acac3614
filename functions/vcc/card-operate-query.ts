import { pageOrders } from '../../shared/domain/issuing/orders/order-pages.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardOperateQuery } from '../../shared/wire/contract/operations/card-orders.ts';

/** Card Operation Order Inquiry: what became of the merchant's orders. */
export const handler = merchantOperation(cardOperateQuery, pageOrders);

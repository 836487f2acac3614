import { cardOperateQuery } from '../../shared/contract/operations/card-orders.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { pageOrders } from '../../shared/orders/order-pages.ts';

/** Card Operation Order Inquiry: what became of the merchant's orders. */
export const handler = operation(cardOperateQuery, pageOrders);

import { pageOrders } from '../../shared/domain/issuing/orders/order-pages.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardOperateQuery } from '../../shared/wire/contract/operations/card-orders.ts';

/** Card Operation Order Inquiry. */
export const handler = merchantOperation(cardOperateQuery, pageOrders);

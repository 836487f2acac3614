import { inquireDptOrder } from '../../shared/domain/dpt/dpt-order-inquiry.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { dptOrderQuery } from '../../shared/wire/contract/operations/dpt.ts';

/** Digital Order Inquiry. */
export const handler = merchantOperation(dptOrderQuery, inquireDptOrder);

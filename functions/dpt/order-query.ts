import { inquireDptOrder } from '../../shared/domain/dpt/dpt-order-inquiry.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { dptOrderQuery } from '../../shared/wire/contract/operations/dpt.ts';

/** Digital Order Inquiry: what has become of an acquiring order or a withdrawal. */
export const handler = merchantOperation(dptOrderQuery, inquireDptOrder);

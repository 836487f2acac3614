import { dptOrderQuery } from '../../shared/contract/operations/dpt.ts';
import { queryDptOrder } from '../../shared/dpt/inquiry.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Digital Order Inquiry: what has become of an acquiring order or a withdrawal. */
export const handler = operation(dptOrderQuery, queryDptOrder);

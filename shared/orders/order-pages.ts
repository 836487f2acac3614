import { ParameterInvalid } from '../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardOperateQuery } from '../contract/operations/card-orders.ts';
import { pageOf } from '../contract/page.ts';
import { formatDateTime } from '../contract/time.ts';
import { toMajor } from '../money/amount.ts';
import { idBounds } from '../platform/period.ts';
import type { Call } from '../platform/platform.ts';
import { orderIdFor } from '../requests/request-number.ts';
import { findOrder, type Order, orderFrom, subjectOf, wireStatus } from './order.ts';

type Request = CheckedRequestOf<typeof cardOperateQuery>;
type Row = ResultOf<typeof cardOperateQuery>['list'][number];

const CRITERIA = [
  'userReqNo',
  'orderId',
  'cardId',
  'groupId',
  'opType',
  'status',
  'beginTime',
  'endTime',
] as const;

/** A page of the merchant's orders that meet every criterion, newest first. */
export async function pageOrders(request: Request, call: Call): Promise<ResultOf<typeof cardOperateQuery>> {
  if (CRITERIA.every((criterion) => request[criterion] === undefined)) {
    throw new ParameterInvalid('orderId', `at least one of ${CRITERIA.join(', ')} is required`);
  }
  const orders = (await candidates(request, call)).filter(matching(request, call));
  const page = pageOf(orders, request);
  return { ...page, list: page.list.map((order) => orderRow(order, call.platform.utcOffset)) };
}

/** The orders to choose from, by the narrowest key that the request offers. */
async function candidates(request: Request, { platform, merchant }: Call): Promise<Order[]> {
  const { store } = platform;
  const orderId =
    request.orderId ?? (request.userReqNo && (await orderIdFor(store, merchant.userNo, request.userReqNo)));
  if (orderId !== undefined) {
    const order = await findOrder(store, orderId);
    return order ? [order] : [];
  }
  if (request.userReqNo !== undefined) return [];
  const range = { table: 'orders', ...idBounds(request, platform.utcOffset), newestFirst: true } as const;
  const items =
    request.cardId !== undefined
      ? await store.query({ ...range, index: 'byCard', partition: request.cardId })
      : await store.query({ ...range, index: 'byMerchant', partition: merchant.userNo });
  return items.map(orderFrom);
}

function matching(request: Request, { platform, merchant }: Call): (order: Order) => boolean {
  const { from, to } = idBounds(request, platform.utcOffset);
  return (order) =>
    order.userNo === merchant.userNo &&
    (request.userReqNo === undefined || order.userReqNo === request.userReqNo) &&
    (request.cardId === undefined || order.cardId === request.cardId) &&
    request.groupId === undefined &&
    (request.opType === undefined || order.opType === request.opType) &&
    (request.status === undefined || wireStatus[order.status].code === request.status) &&
    (from === undefined || order.orderId >= from) &&
    (to === undefined || order.orderId <= to);
}

function orderRow(order: Order, utcOffset: string): Row {
  const status = wireStatus[order.status];
  return {
    orderId: order.orderId,
    userReqNo: order.userReqNo,
    ...subjectOf(order),
    cardType: order.cardType,
    opType: order.opType,
    status: status.code,
    statusDesc: order.failure ?? status.description,
    amount: toMajor(order.amount, order.currency),
    fee: toMajor(order.fee, order.currency),
    createAt: formatDateTime(order.createdAt, utcOffset),
  };
}

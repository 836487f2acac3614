import { findOrderId } from '../../../runtime/idempotency/idempotency-key.ts';
import { idBounds } from '../../../runtime/period.ts';
import type { Item } from '../../../runtime/store/item.ts';
import { filterConditions, hydratePage, pageOfQueries, queryFor } from '../../../runtime/store/pages.ts';
import { type Condition, matchesConditions } from '../../../runtime/store/write.ts';
import { statusesOf } from '../../../wire/contract/codes.ts';
import type { cardOperateQuery } from '../../../wire/contract/operations/card-orders.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { type Page, paginate } from '../../../wire/contract/page.ts';
import { formatDateTime } from '../../../wire/contract/time.ts';
import { ParameterInvalid } from '../../../wire/errors.ts';
import { sumToMajor, toMajor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import type { Merchant } from '../../parties/merchant.ts';
import { listingsOf, type Order, orderFrom, orderKey, subjectIds, wireOrderStatus } from '../model/order.ts';
import { reportedAmount } from '../model/order-funds.ts';

type Request = CheckedRequestOf<typeof cardOperateQuery>;
type Row = ResultOf<typeof cardOperateQuery>['list'][number];

const FILTER_FIELDS = [
  'userReqNo',
  'orderId',
  'cardId',
  'groupId',
  'opType',
  'status',
  'beginTime',
  'endTime',
] as const;

/**
 * Returns a page of the merchant's orders that match every filter, newest first.
 *
 * A single order is read by its key. Other filters scan the lean rows of an index within the period: those of a card,
 * of a group, or of the whole merchant.
 *
 * @throws ParameterInvalid when the request has no filter
 */
export async function pageOrders(
  request: Request,
  call: MerchantCall,
): Promise<ResultOf<typeof cardOperateQuery>> {
  if (FILTER_FIELDS.every((field) => request[field] === undefined)) {
    throw new ParameterInvalid('orderId', `at least one of ${FILTER_FIELDS.join(', ')} is required`);
  }
  const isSingle = request.orderId !== undefined || request.userReqNo !== undefined;
  const page = isSingle
    ? paginate(await singleOrder(request, call), request)
    : await matchingOrders(request, call);
  return { ...page, list: page.list.map((item) => orderRow(orderFrom(item), call.deps.utcOffset)) };
}

/** Returns the order with the requested id or request number, if it matches the other filters. */
async function singleOrder(request: Request, { deps, merchant }: MerchantCall): Promise<Item[]> {
  const { store, utcOffset } = deps;
  const { userReqNo } = request;
  const bounds = idBounds(request, utcOffset);
  const byNumber = async () => userReqNo && (await findOrderId(store, merchant.userNo, userReqNo));
  const orderId = request.orderId ?? (await byNumber());
  const item = orderId ? await store.get('orders', orderKey(orderId)) : undefined;
  const whole = item && { ...item, ...orderFrom(item) };
  if (!orderId || !whole || !matchesConditions(whole, filtersOf(request, listingsOfMerchant(merchant))))
    return [];
  const { from = orderId, to = orderId } = bounds;
  return from <= orderId && orderId <= to ? [item] : [];
}

async function matchingOrders(request: Request, call: MerchantCall): Promise<Page<Item>> {
  const { deps, merchant } = call;
  const { store, utcOffset } = deps;
  const listings = listingsOfMerchant(merchant);
  const hasSubject = request.cardId !== undefined || request.groupId !== undefined;
  const queries = (hasSubject ? [listings] : listings.map((listing) => [listing])).map((within) => ({
    ...queryFor('orders', ['byCard', 'byGroup', 'byMerchant'], filtersOf(request, within)),
    ...idBounds(request, utcOffset),
    newestFirst: true,
  }));
  // The first order of a card or group is the one that opened it and has the same id.
  const opening = request.cardId ?? request.groupId;
  const first = opening === undefined ? [] : await singleOrder({ ...request, orderId: opening }, call);
  return hydratePage(store, 'orders', await pageOfQueries(store, queries, request, newestFirst, first));
}

const listingsOfMerchant = ({ userNo, accountShards = {} }: Merchant): string[] =>
  listingsOf(userNo, Math.max(1, ...Object.values(accountShards)));

const newestFirst = (one: Item, other: Item): number =>
  String(one['orderId']) < String(other['orderId']) ? 1 : -1;

/** Returns the conditions that the orders must match; the first is their owner. */
const filtersOf = (
  { userReqNo, cardId, groupId, opType, status }: Request,
  listings: readonly string[],
): Condition[] =>
  filterConditions({
    listing: listings.length === 1 ? listings[0] : listings,
    userReqNo,
    cardId,
    groupId,
    opType,
    status: status === undefined ? undefined : statusesOf(wireOrderStatus, status),
  });

function orderRow(order: Order, utcOffset: string): Row {
  const status = wireOrderStatus[order.status];
  return {
    orderId: order.orderId,
    userReqNo: order.userReqNo,
    ...subjectIds(order),
    cardType: order.cardType,
    opType: order.opType,
    status: status.code,
    statusDesc: order.failure ?? status.description,
    amount: sumToMajor(reportedAmount(order), order.currency),
    fee: toMajor(order.fee, order.currency),
    createAt: formatDateTime(order.createdAt, utcOffset),
  };
}

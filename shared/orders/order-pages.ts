import { statusesOf } from '../contract/codes.ts';
import { ParameterInvalid } from '../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardOperateQuery } from '../contract/operations/card-orders.ts';
import { type Page, pageOf } from '../contract/page.ts';
import { formatDateTime } from '../contract/time.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { sumToMajor, toMajor } from '../money/amount.ts';
import { idBounds } from '../platform/period.ts';
import type { Call } from '../platform/platform.ts';
import { orderIdFor } from '../requests/request-number.ts';
import type { Item } from '../store/item.ts';
import { criteria, pageOfQueries, queryFor, wholeItems } from '../store/pages.ts';
import { type Condition, meets } from '../store/write.ts';
import { listingsOf, type Order, orderFrom, orderKey, subjectOf, toldAmount, wireStatus } from './order.ts';

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

/**
 * A page of the merchant's orders that meet every criterion, newest first.
 *
 * One order is found by its key. Others are looked for in the lean rows of an index: a card's, a group's or else all of
 * the merchant's, within the period.
 */
export async function pageOrders(request: Request, call: Call): Promise<ResultOf<typeof cardOperateQuery>> {
  if (CRITERIA.every((criterion) => request[criterion] === undefined)) {
    throw new ParameterInvalid('orderId', `at least one of ${CRITERIA.join(', ')} is required`);
  }
  const isOfOne = request.orderId !== undefined || request.userReqNo !== undefined;
  const page = isOfOne ? pageOf(await theOrder(request, call), request) : await ordersOf(request, call);
  return { ...page, list: page.list.map((item) => orderRow(orderFrom(item), call.platform.utcOffset)) };
}

/** The order that an id or a request number names, if it meets the other criteria. */
async function theOrder(request: Request, { platform, merchant }: Call): Promise<Item[]> {
  const { store, utcOffset } = platform;
  const { userReqNo } = request;
  const bounds = idBounds(request, utcOffset);
  const byNumber = async () => userReqNo && (await orderIdFor(store, merchant.userNo, userReqNo));
  const orderId = request.orderId ?? (await byNumber());
  const item = orderId ? await store.get('orders', orderKey(orderId)) : undefined;
  const whole = item && { ...item, ...orderFrom(item) };
  if (!orderId || !whole || !meets(whole, criteriaOf(request, listingsFor(merchant)))) return [];
  const { from = orderId, to = orderId } = bounds;
  return from <= orderId && orderId <= to ? [item] : [];
}

async function ordersOf(request: Request, call: Call): Promise<Page<Item>> {
  const { platform, merchant } = call;
  const { store, utcOffset } = platform;
  const listings = listingsFor(merchant);
  const isOfOneSubject = request.cardId !== undefined || request.groupId !== undefined;
  const queries = (isOfOneSubject ? [listings] : listings.map((listing) => [listing])).map((within) => ({
    ...queryFor('orders', ['byCard', 'byGroup', 'byMerchant'], criteriaOf(request, within)),
    ...idBounds(request, utcOffset),
    newestFirst: true,
  }));
  // A card's or group's first order is the one that opened it, which has its id.
  const opening = request.cardId ?? request.groupId;
  const first = opening === undefined ? [] : await theOrder({ ...request, orderId: opening }, call);
  return wholeItems(store, 'orders', await pageOfQueries(store, queries, request, newestFirst, first));
}

const listingsFor = ({ userNo, accountParts = {} }: Merchant): string[] =>
  listingsOf(userNo, Math.max(1, ...Object.values(accountParts)));

const newestFirst = (one: Item, other: Item): number =>
  String(one['orderId']) < String(other['orderId']) ? 1 : -1;

/** What an order must be, one of its owner's first. */
const criteriaOf = (
  { userReqNo, cardId, groupId, opType, status }: Request,
  listings: readonly string[],
): Condition[] =>
  criteria({
    listing: listings.length === 1 ? listings[0] : listings,
    userReqNo,
    cardId,
    groupId,
    opType,
    status: status === undefined ? undefined : statusesOf(wireStatus, status),
  });

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
    amount: sumToMajor(toldAmount(order), order.currency),
    fee: toMajor(order.fee, order.currency),
    createAt: formatDateTime(order.createdAt, utcOffset),
  };
}

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { pageCards } from '../../../shared/cards/card-pages.ts';
import { placeWrites } from '../../../shared/cards/listing.ts';
import { groupItem } from '../../../shared/groups/group.ts';
import { pageGroups } from '../../../shared/groups/queries.ts';
import { cloudPlatform } from '../../../shared/lambda/cloud-platform.ts';
import type { Merchant } from '../../../shared/merchants/merchant.ts';
import { pageOrders } from '../../../shared/orders/order-pages.ts';
import type { Call } from '../../../shared/platform/platform.ts';
import { inquireTransactions } from '../../../shared/transactions/inquiry.ts';
import { recordKey } from '../../../shared/transactions/record.ts';
import { cardItem, orderItem } from '../../support/listed.ts';
import { createTables } from '../../support/tables.ts';
import {
  type Case,
  card,
  group,
  groupsInAll,
  order,
  PAGE_SIZE,
  timeOf,
  transaction,
  USER_NO,
  ZONE,
} from './cases.ts';
import { fill } from './fill.ts';

/** Fills tables of its own with so many cards, orders and transactions of a merchant, and answers its call. */
export async function openMerchant(client: DynamoDBClient, count: number): Promise<Call> {
  const prefix = `bench-${count}`;
  const environment = await createTables(client, prefix);
  const platform = {
    ...cloudPlatform({ ...environment, PLATFORM_UTC_OFFSET: ZONE }, client),
    now: () => timeOf(count),
  };
  await fill(client, `${prefix}-cards`, count, (nth) => cardItem(card(nth, count)));
  await fill(client, `${prefix}-cards`, groupsInAll(count), (nth) => groupItem(group(nth)));
  await fill(client, `${prefix}-orders`, count, (nth) => orderItem(order(nth, count)));
  await fill(client, `${prefix}-transactions`, count, (nth) => {
    const record = transaction(nth, count);
    return { ...recordKey(record), ...record };
  });
  const places = placeWrites(USER_NO, { ordinal: count, createdAt: timeOf(count) });
  await platform.store.write(places.map((place) => ({ ...place, when: [] })));
  return { platform, merchant: { userNo: USER_NO } as Merchant, correlationId: 'bench' };
}

const page = (request: object) => ({ currentPage: 1, pageSize: PAGE_SIZE, ...request });

/** How a page of each kind is asked for. */
export const asks: Readonly<
  Record<Case['of'], (request: object, call: Call) => Promise<{ readonly list: readonly unknown[] }>>
> = {
  cards: (request, call) => pageCards(page(request), call),
  orders: (request, call) => pageOrders(page(request), call),
  transactions: (request, call) => inquireTransactions({ timeType: 0, ...page(request) }, call),
  groups: (request, call) => pageGroups(page(request), call),
};

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { MerchantCall } from '../../../shared/domain/dependencies.ts';
import { pageCards } from '../../../shared/domain/issuing/cards/card-pages.ts';
import { ordinalWrites } from '../../../shared/domain/issuing/cards/card-sequence.ts';
import { pageGroups } from '../../../shared/domain/issuing/groups/group-inquiry.ts';
import { groupItem } from '../../../shared/domain/issuing/model/group.ts';
import { transactionKey } from '../../../shared/domain/issuing/model/transaction.ts';
import { pageOrders } from '../../../shared/domain/issuing/orders/order-pages.ts';
import { inquireTransactions } from '../../../shared/domain/issuing/transactions/transaction-inquiry.ts';
import type { Merchant } from '../../../shared/domain/parties/merchant.ts';
import { awsDependencies } from '../../../shared/lambda/aws-dependencies.ts';
import { cardItem, orderItem } from '../../support/fixtures/listing-fixtures.ts';
import { createTables } from '../../support/stores/tables.ts';
import type { Case } from './cases.ts';
import { fill } from './fill.ts';
import { card, group, groupsInAll, order, PAGE_SIZE, timeOf, transaction, USER_NO, ZONE } from './history.ts';

/** Fills new tables with `count` cards, orders and transactions of a merchant. Returns its call. */
export async function openMerchant(client: DynamoDBClient, count: number): Promise<MerchantCall> {
  const prefix = `bench-${count}`;
  const environment = await createTables(client, prefix);
  const deps = {
    ...awsDependencies({ ...environment, PLATFORM_UTC_OFFSET: ZONE }, client),
    now: () => timeOf(count),
  };
  await fill(client, `${prefix}-cards`, count, (nth) => cardItem(card(nth, count)));
  await fill(client, `${prefix}-cards`, groupsInAll(count), (nth) => groupItem(group(nth)));
  await fill(client, `${prefix}-orders`, count, (nth) => orderItem(order(nth, count)));
  await fill(client, `${prefix}-transactions`, count, (nth) => {
    const record = transaction(nth, count);
    return { ...transactionKey(record), ...record };
  });
  const writes = ordinalWrites(USER_NO, { ordinal: count, createdAt: timeOf(count) });
  await deps.store.write(writes.map((index) => ({ ...index, when: [] })));
  return { deps, merchant: { userNo: USER_NO } as Merchant, correlationId: 'bench' };
}

const page = (request: object) => ({ currentPage: 1, pageSize: PAGE_SIZE, ...request });

/** The request of a page of each kind. */
export const pageQueries: Readonly<
  Record<Case['of'], (request: object, call: MerchantCall) => Promise<{ readonly list: readonly unknown[] }>>
> = {
  cards: (request, call) => pageCards(page(request), call),
  orders: (request, call) => pageOrders(page(request), call),
  transactions: (request, call) => inquireTransactions({ timeType: 0, ...page(request) }, call),
  groups: (request, call) => pageGroups(page(request), call),
};

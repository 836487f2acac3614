import type { CallRequest, CallResult, MerchantClient } from '../../client/client.ts';
import { parseDateTime } from '../../contract/time.ts';
import type { Order } from '../../orders/order.ts';
import type { TransactionRecord } from '../../transactions/record.ts';
import { type Difference, orderDifferences, transactionDifferences } from './compare.ts';

/** What this platform's books say of a platform below, as they are now. */
export interface OurSide {
  /** What we have on our account there by the journal, in major units by currency. */
  readonly account: ReadonlyMap<string, number>;
  /** Orders that were sent there, by their id. */
  readonly orders: ReadonlyMap<string, Order>;
  /** Transactions that it told, by record number. */
  readonly records: ReadonlyMap<string, TransactionRecord>;
  /** Our cards and groups by its ids of them. */
  readonly ids: ReadonlyMap<string, string>;
}

/** One comparison: how much it looked at, and what differs. */
export interface Comparison {
  readonly name: 'account' | 'orders' | 'transactions';
  readonly examined: number;
  readonly differences: readonly Difference[];
}

/** A day, yyyy-MM-dd, in the zone that both platforms tell the time in. */
export interface Day {
  readonly date: string;
  readonly utcOffset: string;
}

type OrderRow = CallResult<'cardOperateQuery'>['list'][number];
type Transaction = CallResult<'transactionQuery'>['list'][number];

/** The most that a page holds. */
const PAGE = 50;

/**
 * Holds our books against those of a platform below: the account as it is now, the orders that either side accepted on the
 * day, and the transactions that either side learned of on the day. What was on one side of midnight here and on the other
 * there is asked for by itself. Throws what the client throws when that one does not answer.
 */
export async function reconcile(client: MerchantClient, ours: OurSide, day: Day): Promise<Comparison[]> {
  return [
    await account(client, ours),
    await orders(client, ours, day),
    await transactions(client, ours, day),
  ];
}

const period = ({ date }: Day) => ({ beginTime: `${date} 00:00:00`, endTime: `${date} 23:59:59` });

function isWithin(epochMs: number, { date, utcOffset }: Day): boolean {
  const begin = parseDateTime(`${date} 00:00:00`, utcOffset);
  return epochMs >= begin && epochMs < begin + 86_400_000;
}

async function account(client: MerchantClient, ours: OurSide): Promise<Comparison> {
  const { list } = await client.call('accountBalance', { accountType: 1 });
  const there = new Map(list.map(({ currency, currentBalance }) => [currency, currentBalance]));
  const currencies = [...new Set([...there.keys(), ...ours.account.keys()])];
  const differences = currencies.flatMap((currency): Difference[] => {
    const [here, theirs] = [ours.account.get(currency) ?? 0, there.get(currency) ?? 0];
    return here === theirs
      ? []
      : [{ what: `account ${currency}`, here: String(here), there: String(theirs) }];
  });
  return { name: 'account', examined: currencies.length, differences };
}

async function orders(client: MerchantClient, ours: OurSide, day: Day): Promise<Comparison> {
  const there = new Map<string, OrderRow>();
  await eachPage(client, 'cardOperateQuery', period(day), (row) => there.set(row.userReqNo, row));
  const here = [...ours.orders.values()].filter(({ createdAt }) => isWithin(createdAt, day));
  for (const { orderId } of here) {
    if (there.has(orderId)) continue;
    const [row] = (await client.call('cardOperateQuery', { userReqNo: orderId })).list;
    if (row) there.set(orderId, row);
  }
  const ids = new Set([...there.keys(), ...here.map(({ orderId }) => orderId)]);
  const differences = [...ids].flatMap((id) =>
    orderDifferences(id, ours.orders.get(id), there.get(id), ours.ids),
  );
  return { name: 'orders', examined: ids.size, differences };
}

async function transactions(client: MerchantClient, ours: OurSide, day: Day): Promise<Comparison> {
  const there = new Map<string, Transaction>();
  const byCreation = { ...period(day), timeType: 1 } as const;
  await eachPage(client, 'transactionQuery', byCreation, (row) => there.set(row.recordNo, row));
  const here = [...ours.records.values()].filter(({ createdAt }) => isWithin(createdAt, day));
  for (const { recordNo } of here) {
    if (there.has(recordNo)) continue;
    const [row] = (await client.call('transactionQuery', { recordNo })).list;
    if (row) there.set(recordNo, row);
  }
  const numbers = new Set([...there.keys(), ...here.map(({ recordNo }) => recordNo)]);
  const differences = [...numbers].flatMap((recordNo) =>
    transactionDifferences(recordNo, ours.records.get(recordNo), there.get(recordNo), ours.ids),
  );
  return { name: 'transactions', examined: numbers.size, differences };
}

type Paged = 'cardOperateQuery' | 'transactionQuery';

/** Every row of a query, newest first; the day may still be under way, and then a row may come twice. */
async function eachPage<Name extends Paged>(
  client: MerchantClient,
  name: Name,
  request: CallRequest<Name>,
  take: (row: CallResult<Name>['list'][number]) => void,
): Promise<void> {
  for (let currentPage = 1; ; currentPage += 1) {
    const asked = { ...(request as object), currentPage, pageSize: PAGE } as CallRequest<Name>;
    const page = await client.call(name, asked);
    for (const row of page.list) take(row);
    if (currentPage >= page.totalPages) return;
  }
}

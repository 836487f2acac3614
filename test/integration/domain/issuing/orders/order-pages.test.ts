import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { type Order, wireOrderStatus } from '../../../../../shared/domain/issuing/model/order.ts';
import { pageOrders } from '../../../../../shared/domain/issuing/orders/order-pages.ts';
import type { Merchant } from '../../../../../shared/domain/parties/merchant.ts';
import { idempotencyClaimUpdate } from '../../../../../shared/runtime/idempotency/idempotency-key.ts';
import { formatDateTime, parseDateTime } from '../../../../../shared/wire/contract/time.ts';
import { listedOrder, type OrderTraits, orderItem } from '../../../../support/fixtures/listing-fixtures.ts';
import { withOrderedPeriod } from '../../../../support/fixtures/ordered-periods.ts';
import { openTestPlatform, START, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';

const ZONE = '+08:00';
const CARDS = ['1150000000000001', '1150000000000002', '1150000000000003'];
const GROUPS = ['1150000000000011', '1150000000000012', '1150000000000013'];
const at = (seconds: number) => formatDateTime(START + seconds * 1_000, ZONE);

let fixture: TestPlatform;
let call: MerchantCall;
let otherCall: MerchantCall;
/** Every order of the merchant, newest first. */
const orders: Order[] = [];

interface Criteria {
  readonly cardId?: string;
  readonly groupId?: string;
  readonly opType?: 15 | 16 | 18;
  readonly status?: 0 | 1 | 2;
  readonly beginTime?: string;
  readonly endTime?: string;
}

const traits: fc.Arbitrary<OrderTraits> = fc.record({
  opType: fc.constantFrom(16, 18),
  status: fc.constantFrom('pending', 'success', 'failure'),
  cardId: fc.constantFrom(undefined, ...CARDS.slice(0, 2)),
  groupId: fc.constantFrom(undefined, ...GROUPS.slice(0, 2)),
});

const criteria = fc
  .record(
    {
      cardId: fc.constantFrom(...CARDS),
      groupId: fc.constantFrom(...GROUPS),
      opType: fc.constantFrom(15, 16, 18),
      status: fc.constantFrom(0, 1, 2),
      beginTime: fc.integer({ min: -1, max: 21 }).map(at),
      endTime: fc.integer({ min: -1, max: 21 }).map(at),
    },
    { requiredKeys: [] },
  )
  .filter((wanted) => Object.keys(wanted).length > 0)
  .map((wanted) => withOrderedPeriod(wanted as Criteria));

/** Whether a query finds the order, in the simplest implementation. */
const fits = (order: Order, wanted: Criteria): boolean =>
  (wanted.cardId === undefined || order.cardId === wanted.cardId) &&
  (wanted.groupId === undefined || order.groupId === wanted.groupId) &&
  (wanted.opType === undefined || order.opType === wanted.opType) &&
  (wanted.status === undefined || wireOrderStatus[order.status].code === wanted.status) &&
  (wanted.beginTime === undefined || order.createdAt >= parseDateTime(wanted.beginTime, ZONE)) &&
  (wanted.endTime === undefined || order.createdAt < parseDateTime(wanted.endTime, ZONE) + 1_000);

const idsOf = (list: readonly { orderId: string }[]) => list.map(({ orderId }) => orderId);
const pageOf = (wanted: object, currentPage: number, pageSize: number, by = call) =>
  pageOrders({ ...wanted, currentPage, pageSize }, by);

async function addOrder(createdAt: number, nth: number, some: OrderTraits): Promise<Order> {
  const { userNo, accountShards } = call.merchant;
  const shard = accountShards && (Number(createdAt) / 1_000 + nth) % (accountShards['USD'] ?? 1);
  const order = { ...listedOrder(userNo, createdAt, nth, some), ...(shard !== undefined && { shard }) };
  const { orderId, userReqNo } = order;
  const request = { userNo, userReqNo, operation: 'cardRecharge', content: { userReqNo } };
  await fixture.deps.store.write([
    { kind: 'put', table: 'orders', item: orderItem(order) },
    idempotencyClaimUpdate(request, { orderId, userReqNo }),
  ]);
  return order;
}

async function openWithOrders(accountShards?: Merchant['accountShards']): Promise<void> {
  fixture = await openTestPlatform();
  otherCall = fixture.call(await fixture.merchant('2', 1n));
  const merchant = await fixture.merchant('1', 1n);
  call = fixture.call({ ...merchant, ...(accountShards && { accountShards }) });
  orders.length = 0;
  for (const [index, some] of fc.sample(traits, { numRuns: 60, seed: 11 }).entries())
    orders.unshift(await addOrder(START + Math.floor(index / 3) * 1_000, index % 3, some));
  // Orders from before the account had shards are included.
  if (!accountShards) return;
  call = fixture.call(merchant);
  for (const nth of [0, 1])
    orders.unshift(await addOrder(START + 19_900, nth, { opType: 16, status: 'success' }));
  call = fixture.call({ ...merchant, accountShards });
}

describe.each([
  ['in one partition', undefined, 1],
  // One partition of the orders from before the account had shards, and sixteen of those since.
  ['in several partitions', { USD: 20, EUR: 2 }, 17],
] as const)('pages of orders %s', (_, accountShards, listings) => {
  beforeAll(() => openWithOrders(accountShards));

  it('of any size contain each order that meets the criteria once, newest first', async () => {
    await fc.assert(
      fc.asyncProperty(criteria, fc.integer({ min: 1, max: 50 }), async (wanted, pageSize) => {
        const expected = idsOf(orders.filter((order) => fits(order, wanted)));
        const totalPages = Math.ceil(expected.length / pageSize);
        const requested = new Set([1, 2, totalPages - 1, totalPages, totalPages + 1]);
        for (const currentPage of [...requested].filter((page) => page >= 1)) {
          const start = (currentPage - 1) * pageSize;
          const { list, ...counts } = await pageOf(wanted, currentPage, pageSize);
          expect(idsOf(list)).toEqual(expected.slice(start, start + pageSize));
          expect(counts).toEqual({ totalCount: expected.length, currentPage, pageSize, totalPages });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('contain the named order if it meets the other criteria too', async () => {
    const one = fc.constantFrom(...orders);
    const named = fc.constantFrom('orderId', 'userReqNo');
    await fc.assert(
      fc.asyncProperty(one, named, criteria, async (order, name, wanted) => {
        const found = await pageOf({ ...wanted, [name]: order[name as 'orderId' | 'userReqNo'] }, 1, 10);
        expect(idsOf(found.list)).toEqual(fits(order, wanted) ? [order.orderId] : []);
      }),
      { numRuns: 25 },
    );
  });

  it('read one partition for a card or a group, and every listing for a merchant', async () => {
    const counts = vi.spyOn(fixture.deps.store, 'count');
    const positions = async (wanted: object) => {
      counts.mockClear();
      await pageOf(wanted, 1, 10);
      return counts.mock.calls.map(([{ index }]) => index);
    };
    expect(await positions({ cardId: CARDS[0] })).toEqual(['byCard']);
    expect(await positions({ groupId: GROUPS[0] })).toEqual(['byGroup']);
    expect(await positions({ opType: 16 })).toEqual(Array(listings).fill('byMerchant'));
    counts.mockRestore();
  });

  it('are empty for another merchant, whatever ids it names', async () => {
    const [{ orderId, userReqNo }] = orders as [Order];
    for (const wanted of [
      { cardId: CARDS[0] },
      { groupId: GROUPS[0] },
      { orderId },
      { userReqNo },
      { endTime: at(99) },
    ])
      expect(await pageOf(wanted, 1, 10, otherCall)).toMatchObject({ totalCount: 0, list: [] });
  });

  it('up to a past time never shift while orders are added, and other pages skip none', async () => {
    const [still, moving]: [string[], string[]] = [[], []];
    const before = idsOf(orders);
    for (let page = 1; page <= 9; page += 1) {
      still.push(...idsOf((await pageOf({ endTime: at(19) }, page, 10)).list));
      moving.push(...idsOf((await pageOf({ beginTime: at(0) }, page, 10)).list));
      for (const nth of [0, 1, 2])
        orders.unshift(await addOrder(START + 60_000 + page * 1_000, nth, { opType: 16, status: 'pending' }));
    }
    expect(still).toEqual(before);
    expect([...new Set(moving)].filter((orderId) => before.includes(orderId))).toEqual(before);
  });
});

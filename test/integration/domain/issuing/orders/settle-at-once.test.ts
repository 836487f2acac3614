import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { merchantCommand } from '../../../../../infra/cli/merchant.ts';
import { DEMO_RANGES } from '../../../../../infra/demo/seed/seed.ts';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { EmbeddedIssuer } from '../../../../../shared/domain/issuing/issuers/embedded/embedded-issuer.ts';
import { type BinRange, saveBinRange } from '../../../../../shared/domain/issuing/model/bin-range.ts';
import { cardOf } from '../../../../../shared/domain/issuing/model/card.ts';
import { cardholderOf } from '../../../../../shared/domain/issuing/model/cardholder.ts';
import { groupOf } from '../../../../../shared/domain/issuing/model/group.ts';
import { orderKey, readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import type { AcceptedOrder } from '../../../../../shared/domain/issuing/orders/accept-order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { openGroup } from '../../../../../shared/domain/issuing/orders/group-opening.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import {
  type Account,
  balanceKey,
  cardAccount,
  feesAccount,
  groupAccount,
  merchantCardAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import type { Side } from '../../../../../shared/domain/money/ledger/posting.ts';
import { MAX_SHARDS } from '../../../../../shared/domain/money/ledger/shards.ts';
import { findMerchant, type Merchant } from '../../../../../shared/domain/parties/merchant.ts';
import { sweep } from '../../../../../shared/runtime/queue/sweep.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import type { Write } from '../../../../../shared/runtime/store/write.ts';
import { ParameterInvalid, ProductNotEnabled, StatusNotSuitable } from '../../../../../shared/wire/errors.ts';
import { MAX_MINOR } from '../../../../../shared/wire/money/amount.ts';
import {
  newRequestNo,
  onCard,
  openedCard,
  openedGroup,
  opening,
  supplementary,
} from '../../../../support/fixtures/card-steps.ts';
import { reportedHolder } from '../../../../support/fixtures/cardholder-steps.ts';
import { fulfilledLaterBy } from '../../../../support/fixtures/test-platform.ts';
import { Crash } from '../../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { openTransactionFixture, type TransactionFixture } from '../transactions/transaction-fixture.ts';

let fixture: TransactionFixture;
let call: MerchantCall;
/** The DynamoDB transactions since the test began. */
let transactions: (readonly Write[])[];

/** Returns the merchant's call over another store, and with another source of numbers. */
const over = (store: Store, random = fixture.deps.random): MerchantCall => {
  const { vault, utcOffset, now } = fixture.deps;
  const issuers = { embedded: new EmbeddedIssuer(vault, random, utcOffset, now) };
  return { ...fixture.own, deps: { ...fixture.deps, store, issuers } };
};

beforeAll(async () => {
  fixture = await openTransactionFixture();
  const { store } = fixture.deps;
  call = over({
    get: (...key) => store.get(...key),
    getMany: (...keys) => store.getMany(...keys),
    batchGet: (addresses) => store.batchGet(addresses),
    query: (query) => store.query(query),
    count: (query) => store.count(query),
    write: (writes) => {
      transactions.push(writes);
      return store.write(writes);
    },
  });
});
beforeEach(() => {
  transactions = [];
  fixture.alarms.length = 0;
});
afterAll(async () => {
  expect(await fixture.differences()).toEqual([]);
});

const ACCOUNT = () => merchantCardAccount(fixture.own.merchant.userNo, 'USD');
const FEES = feesAccount('USD');
const entryOf = async (cause: string) =>
  (await fixture.snapshot()).entries.find((entry) => entry.cause === cause);
const recharge = (cardId: string, by = call) =>
  rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, by);
const refund = (cardId: string, by = call) => refundCard({ ...onCard(cardId), refundAmount: '30' }, by);
const close = (cardId: string, by = call) => cancelCard({ userReqNo: newRequestNo('close'), cardId }, by);
const group = () =>
  openGroup({ userReqNo: newRequestNo('group'), localCurrency: 'USD', authLimitAmount: '500' }, call);
/** Returns the numbers that the vault has issued, and the cards that have one. */
const numbers = async () => {
  const items = await fixture.operator.scan('vault');
  return {
    taken: items
      .flatMap(({ pk, cardId }) => (String(pk).startsWith('number/') ? [String(cardId)] : []))
      .sort(),
    stored: items.flatMap(({ pk }) => (String(pk).startsWith('card/') ? [String(pk).slice(5)] : [])).sort(),
    cards: [...(await fixture.snapshot()).cards.keys()].sort(),
  };
};
const expectNoOrphans = async () => {
  const { taken, stored, cards } = await numbers();
  expect(taken).toEqual(cards);
  expect(stored).toEqual(cards);
};

describe('an order on a card that is kept here', () => {
  type Moved = [Account, Side, bigint][];
  it.each<
    [
      string,
      () => Promise<{ request: () => Promise<AcceptedOrder>; moved: (id: string) => Moved; items: number }>,
    ]
  >([
    [
      'a recharge',
      async () => {
        const id = await fixture.card();
        const moved: Moved = [
          [ACCOUNT(), 'available', -5_050n],
          [cardAccount(id, 'USD'), 'available', 5_000n],
          [FEES, 'available', 50n],
        ];
        return { request: () => recharge(id), moved: () => moved, items: 6 };
      },
    ],
    [
      'a refund',
      async () => {
        const id = await fixture.card();
        const moved: Moved = [
          [cardAccount(id, 'USD'), 'available', -3_000n],
          [ACCOUNT(), 'available', 3_000n],
        ];
        return { request: () => refund(id), moved: () => moved, items: 6 };
      },
    ],
    [
      'a recharge of a pool',
      async () => {
        const groupId = await openedGroup(fixture.own);
        const request = { userReqNo: newRequestNo('pool'), channelType: 2 as const, groupId };
        const moved: Moved = [
          [ACCOUNT(), 'available', -16_160n],
          [groupAccount(groupId, 'USD'), 'available', 16_000n],
          [FEES, 'available', 160n],
        ];
        return {
          request: () => rechargeCard({ ...request, authLimitAmount: '160' }, call),
          moved: () => moved,
          items: 7,
        };
      },
    ],
    [
      'a cancellation',
      async () => {
        const id = await fixture.card();
        const moved: Moved = [
          [cardAccount(id, 'USD'), 'available', -10_000n],
          [ACCOUNT(), 'available', 10_000n],
        ];
        return { request: () => close(id), moved: () => moved, items: 8 };
      },
    ],
    [
      'the opening of a card',
      async () => ({
        request: () => openCard(opening(), call),
        moved: (id) => [
          [ACCOUNT(), 'available', -10_100n],
          [cardAccount(id, 'USD'), 'available', 10_000n],
          [FEES, 'available', 100n],
        ],
        items: 10,
      }),
    ],
    [
      'the opening of a supplementary card',
      async () => {
        const groupId = await openedGroup(fixture.own);
        return {
          request: () => openCard(supplementary(groupId), call),
          moved: () => [
            [ACCOUNT(), 'available', -50n],
            [FEES, 'available', 50n],
          ],
          items: 10,
        };
      },
    ],
    [
      'the opening of a group',
      async () => ({
        request: group,
        moved: (id) => [
          [ACCOUNT(), 'available', -50_000n],
          [groupAccount(id, 'USD'), 'available', 50_000n],
        ],
        items: 7,
      }),
    ],
  ])('is accepted and settled in one transaction, with one entry: %s', async (_, prepare) => {
    const { request, moved, items } = await prepare();
    transactions = [];
    const { orderId } = await request();
    expect(transactions.map((writes) => writes.length)).toEqual([items]);
    expect(await readOrder(fixture.deps.store, orderId)).toMatchObject({
      status: 'success',
      finishedAt: fixture.deps.now(),
      createdAt: fixture.deps.now(),
    });
    const item = await fixture.deps.store.get('orders', orderKey(orderId));
    expect(item).not.toHaveProperty('dueAt');
    expect(item).not.toHaveProperty('dueShard');
    expect(await entryOf(`order/${orderId}/accepted`)).toBeUndefined();
    const entry = await entryOf(`order/${orderId}/settled`);
    expect(entry?.postings.map(({ account, side, amount }) => [account, side, amount])).toEqual(
      expect.arrayContaining(moved(orderId)),
    );
    expect(entry?.postings).toHaveLength(moved(orderId).length);
    expect(entry?.details).toMatchObject({ orderId, remark: 'success' });
    const { notifications } = await fixture.snapshot();
    const outbox = notifications.filter(({ notificationId }) =>
      notificationId.endsWith(`/card_operate/${orderId}`),
    );
    expect(outbox.map(({ content }) => JSON.parse(content))).toMatchObject([{ orderId, status: 1 }]);
    fixture.moveClock(2 * fixture.deps.graceMs);
    expect(await sweep(fixture.deps)).toMatchObject({ order: 0 });
    expect(await fulfilOrder(fixture.deps, orderId)).toMatchObject({ status: 'success' });
    expect(await fixture.differences()).toEqual([]);
    await expectNoOrphans();
  });

  it('leaves the same books as an order that is settled later', async () => {
    const stateAfter = async (userNo: string, settledBy: (own: MerchantCall) => MerchantCall) => {
      const own = settledBy(fixture.call(await fixture.merchant(userNo, 1_000_000n)));
      const settled = async (accepted: Promise<AcceptedOrder>) => {
        const { orderId } = await accepted;
        await fulfilOrder(fixture.deps, orderId);
        return orderId;
      };
      const cardUserId = await reportedHolder(own);
      const startDate = new Date(fixture.deps.now() + 8 * 3_600_000).toISOString().slice(0, 10);
      const cardId = await settled(openCard(opening({ startDate, cardUserId }), own));
      const groupId = await settled(
        openGroup({ userReqNo: newRequestNo('group'), localCurrency: 'USD', authLimitAmount: '500' }, own),
      );
      const inGroup = await settled(openCard(supplementary(groupId, { startDate }), own));
      await settled(recharge(cardId, own));
      await settled(refund(cardId, own));
      const pool = () => ({ userReqNo: newRequestNo('pool'), channelType: 2 as const, groupId });
      await settled(rechargeCard({ ...pool(), authLimitAmount: '160' }, own));
      await settled(refundCard({ ...pool(), refundAmount: '20' }, own));
      await settled(close(inGroup, own));
      const balance = async (account: Account) => {
        const {
          version: _,
          last: __,
          ...item
        } = (await fixture.deps.store.get('ledger', balanceKey(account))) ?? {};
        return { ...item, pk: undefined };
      };
      const before = await balance(cardAccount(cardId, 'USD'));
      await settled(close(cardId, own));
      const { store } = fixture.deps;
      const without = ({ pk: _, cardId: __, userNo: ___, ...item }: Record<string, unknown>) => item;
      const {
        maskedNumber: _,
        cardUserId: ____,
        ...card
      } = without({ ...(await cardOf(store, userNo, cardId)) }) as Record<string, unknown>;
      const { groupId: _____, ...shared } = without({ ...(await groupOf(store, userNo, groupId)) }) as Record<
        string,
        unknown
      >;
      return {
        account: await balance(merchantCardAccount(userNo, 'USD')),
        pool: await balance(groupAccount(groupId, 'USD')),
        onCard: [before, await balance(cardAccount(cardId, 'USD'))],
        card,
        shared: { ...shared, pk: undefined, groupOwner: undefined },
        liveCards: (await cardholderOf(store, userNo, cardUserId)).liveCards,
      };
    };
    expect(await stateAfter('902', (own) => own)).toEqual(await stateAfter('903', fulfilledLaterBy));
  });
});

describe('a request that cannot be carried out is refused and changes nothing:', () => {
  const unchanged = async (request: () => Promise<unknown>, refusal: Error) => {
    const before = await fixture.snapshot();
    await expect(request()).rejects.toThrow(refusal);
    const after = await fixture.snapshot();
    for (const part of ['orders', 'entries', 'balances', 'cards', 'notifications'] as const)
      expect(after[part]).toEqual(before[part]);
    await expectNoOrphans();
  };
  const full = (field: string) => new ParameterInvalid(field, 'the balance would have more than 15 digits');

  it.each([
    ['closed', (cardId: string) => close(cardId, fixture.own)],
    ['being cancelled', (cardId: string) => close(cardId, fulfilledLaterBy(fixture.own))],
  ])('a recharge of a card that is %s between its decision and its writing', async (state, happens) => {
    const cardId = await fixture.card();
    const store = interruptedStore(fixture.deps.store, () => happens(cardId));
    await expect(recharge(cardId, over(store))).rejects.toThrow(new StatusNotSuitable('card', state));
    await fixture.fulfilAll();
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
  });

  it('a recharge of a card, or a refund to an account, without room for it', async () => {
    const cardId = await fixture.card();
    const key = balanceKey(cardAccount(cardId, 'USD'));
    const { store } = fixture.deps;
    const leave = (on: typeof key, available: bigint) =>
      store.write([{ kind: 'update', table: 'ledger', key: on, set: { available } }]);
    await leave(key, MAX_MINOR - 4_999n);
    await unchanged(() => recharge(cardId), full('authLimitAmount'));
    await leave(key, MAX_MINOR - 5_000n);
    await recharge(cardId);
    await leave(key, 15_000n);
    const [account] = await fixture.onAccount();
    await leave(balanceKey(ACCOUNT()), MAX_MINOR - 2_999n);
    await unchanged(() => refund(cardId), full('refundAmount'));
    await leave(balanceKey(ACCOUNT()), account);
  });

  it('an opening in a range whose numbers are used up, with an alarm', async () => {
    const range = DEMO_RANGES.find(({ binRangeId }) => binRangeId === 'V1') as BinRange;
    await saveBinRange(fixture.deps.store, { ...range, binRangeId: 'ONE', cardBin: '499900999999999' });
    const merchant = { ...fixture.own.merchant, binRangeIds: ['ONE'] };
    const open = () => openCard(opening({ ...dates(), binRangeId: 'ONE' }), { ...fixture.own, merchant });
    await open();
    await unchanged(open, new ProductNotEnabled('no card number is free'));
    const about = { userNo: merchant.userNo, issuer: 'embedded', reason: 'BIN range ONE is used up' };
    expect(fixture.alarmDetails.at(-1)).toEqual({ what: 'an order cannot be carried out', about });
    expect(fixture.alarms).toEqual(['an order cannot be carried out']);
  });

  it('and the same opening again, with little searching, and no alarm for a minute', async () => {
    const range = DEMO_RANGES.find(({ binRangeId }) => binRangeId === 'V1') as BinRange;
    await saveBinRange(fixture.deps.store, { ...range, binRangeId: 'TWO', cardBin: '499900888888888' });
    const own = over(fixture.deps.store);
    const by = { ...own, merchant: { ...own.merchant, binRangeIds: ['TWO'] } };
    const open = () => openCard(opening({ ...dates(), binRangeId: 'TWO' }), by);
    const search = vi.spyOn(fixture.deps.vault, 'findCardByPan');
    const searched = async () => {
      search.mockClear();
      fixture.alarms.length = 0;
      await unchanged(open, new ProductNotEnabled('no card number is free'));
      return [search.mock.calls.length, fixture.alarms.length];
    };
    await open();
    expect(await searched()).toEqual([100, 1]);
    fixture.moveClock(59_999);
    expect([await searched(), await searched()]).toEqual([
      [5, 0],
      [5, 0],
    ]);
    fixture.moveClock(1);
    expect(await searched()).toEqual([100, 1]);
    // As soon as a free number is found, the next search is a full one again.
    await saveBinRange(fixture.deps.store, { ...range, binRangeId: 'TWO', cardBin: '499900777777777' });
    await open();
    expect(await searched()).toEqual([100, 1]);
    search.mockRestore();
  });
});

const dates = () => ({
  startDate: new Date(fixture.deps.now() + 8 * 3_600_000).toISOString().slice(0, 10),
});

describe('the number of a new card', () => {
  it('is drawn again when another card takes it meanwhile, and no number is taken without a card', async () => {
    // Both requests draw only sevens until the first is written.
    let isFirst = true;
    const random = (limit: number) => (isFirst ? 7 : fixture.deps.random(limit));
    const first = async () => {
      await openCard(opening(dates()), over(fixture.deps.store, random));
      isFirst = false;
    };
    const store = interruptedStore(fixture.deps.store, first);
    const { orderId } = await openCard(opening(dates()), over(store, random));
    const [taken, other] = await Promise.all(
      (await numbers()).cards.slice(-2).map((cardId) => fixture.deps.vault.read(cardId)),
    );
    expect(taken?.cardNo).not.toBe(other?.cardNo);
    expect(await readOrder(fixture.deps.store, orderId)).toMatchObject({ status: 'success' });
    await expectNoOrphans();
  });

  it.each(['before', 'after'])(
    'is taken if and only if the card is there when the request crashes %s its writing',
    async (when) => {
      const request = opening(dates());
      const { store } = fixture.deps;
      const crashing: Store = {
        ...interruptedStore(store, async () => {}),
        write: async (writes) => {
          if (when === 'after') await store.write(writes);
          throw new Crash();
        },
      };
      await expect(openCard(request, over(crashing))).rejects.toThrow(Crash);
      await expectNoOrphans();
      const { orderId } = await openCard(request, call);
      expect(await openCard(request, call)).toMatchObject({ orderId });
      const { orders } = await fixture.snapshot();
      expect(orders.filter(({ userReqNo }) => userReqNo === request.userReqNo)).toHaveLength(1);
      await expectNoOrphans();
    },
  );
});

/** Returns the merchant's call; its orders draw these ids within their millisecond. */
const drawing = (ids: number[], store = fixture.deps.store): MerchantCall => ({
  ...fixture.own,
  deps: { ...fixture.deps, store, random: () => ids.shift() ?? Number.NaN },
});

it('an order that is computed again keeps its id, unless another order has it', async () => {
  const cardId = await fixture.card();
  fixture.moveClock(1);
  const first = await refund(cardId, drawing([3_001]));
  const unused = [3_001, 3_002];
  const second = await refund(cardId, drawing(unused));
  expect([unused.length, BigInt(second.orderId) - BigInt(first.orderId)]).toEqual([0, 1n]);
  const store = interruptedStore(fixture.deps.store, () => refund(cardId));
  const third = await close(cardId, drawing([3_003], store));
  expect(BigInt(third.orderId) - BigInt(first.orderId)).toBe(2n);
});

it('a request whose answer is lost is notified before its repeat gets the same answer', async () => {
  const cardId = await fixture.card();
  const request = { ...onCard(cardId), authLimitAmount: '50' };
  const { store } = fixture.deps;
  const unanswered: Store = {
    ...interruptedStore(store, async () => {}),
    write: async (writes) => {
      await store.write(writes);
      throw new Crash();
    },
  };
  await expect(rechargeCard(request, over(unanswered))).rejects.toThrow(Crash);
  const { notifications } = await fixture.snapshot();
  const outbox = notifications
    .map(({ content }) => JSON.parse(content) as Partial<AcceptedOrder>)
    .filter(({ userReqNo }) => userReqNo === request.userReqNo);
  expect(outbox).toHaveLength(1);
  expect(await rechargeCard(request, call)).toEqual({
    orderId: outbox[0]?.orderId,
    userReqNo: request.userReqNo,
  });
  expect(await fixture.onCard(cardId)).toEqual([15_000n, 0n]);
});

describe('a cancellation', () => {
  it('leaves the holds of authorizations, for the network', async () => {
    const cardId = await fixture.card();
    const held = await fixture.sendTransaction(cardId);
    const { orderId } = await close(cardId);
    expect(await fixture.onCard(cardId)).toEqual([0n, 4_000n]);
    expect(await readOrder(fixture.deps.store, orderId)).toMatchObject({ amount: 6_000n });
    expect(await cardOf(fixture.deps.store, '801', cardId)).toMatchObject({
      status: 'closed',
      closedAmount: 6_000n,
    });
    await fixture.apply({ ...held, transCategory: 2 });
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
  });

  it('takes the debt of the card from the account, even into overdraft, with an alarm', async () => {
    const poor = fixture.call(await fixture.merchant('904', 10_100n));
    const cardId = await openedCard(poor, dates());
    await fixture.sendTransaction(cardId, { transType: '7', transCategory: 2, settleAmount: '130' });
    fixture.alarms.length = 0;
    const { orderId } = await close(cardId, poor);
    expect(await fixture.balance(merchantCardAccount('904', 'USD'))).toEqual([-3_000n, 0n]);
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await readOrder(fixture.deps.store, orderId)).toMatchObject({
      amount: 0n,
      balanceChange: -3_000n,
    });
    expect(fixture.alarms).toEqual(['a balance is below zero']);
  });

  it('that is computed again raises the alarm once, with the cause of the entry that is written', async () => {
    const poor = fixture.call(await fixture.merchant('907', 10_100n));
    const cardId = await openedCard(poor, dates());
    const forced = (settleAmount: string) =>
      fixture.sendTransaction(cardId, { transType: '7', transCategory: 2, settleAmount });
    await forced('130');
    const alarmsBefore = fixture.alarmDetails.length;
    const store = interruptedStore(fixture.deps.store, () => forced('1'));
    const { orderId } = await close(cardId, { ...poor, deps: { ...poor.deps, store } });
    const account = merchantCardAccount('907', 'USD');
    expect(await fixture.balance(account)).toEqual([-3_100n, 0n]);
    const cause = `order/${orderId}/settled`;
    expect(await entryOf(cause)).toBeDefined();
    const owing = fixture.alarmDetails
      .slice(alarmsBefore)
      .filter(({ about }) => about['account'] === account);
    expect(owing.map(({ what, about }) => [what, about['cause']])).toEqual([
      ['a balance is below zero', cause],
    ]);
  });

  it('of a card with a debt gets another id, too, and raises no alarm about another order', async () => {
    const { merchant } = fixture.call(await fixture.merchant('908', 10_100n));
    const cardId = await openedCard({ ...call, merchant }, dates());
    await fixture.sendTransaction(cardId, { transType: '7', transCategory: 2, settleAmount: '130' });
    fixture.moveClock(1);
    const other = await refund(await fixture.card(), drawing([3_001]));
    const alarmsBefore = fixture.alarmDetails.length;
    const { orderId } = await close(cardId, { ...drawing([3_001, 3_002]), merchant });
    expect(BigInt(orderId) - BigInt(other.orderId)).toBe(1n);
    const causes = fixture.alarmDetails.slice(alarmsBefore).map(({ about }) => about['cause']);
    expect(causes).toEqual([`order/${orderId}/settled`]);
  });

  it('leaves the money of a refund that an earlier version accepted', async () => {
    const cardId = await fixture.card();
    const [before] = await fixture.onAccount();
    const { orderId } = await refund(cardId, fulfilledLaterBy(fixture.own));
    await close(cardId);
    expect(await fixture.onCard(cardId)).toEqual([0n, 3_000n]);
    expect(await fulfilOrder(fixture.deps, orderId)).toMatchObject({ status: 'success' });
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await fixture.onAccount()).toEqual([before + 10_000n, 0n]);
  });
});

it('openings that are requested together are accepted, and those that lose too often are settled later', async () => {
  const own = fixture.call(await fixture.merchant('906', 60n * 10_100n));
  await Promise.all(Array.from({ length: 60 }, () => openCard(opening(dates()), own)));
  const orders = async () =>
    (await fixture.snapshot()).orders.flatMap(({ userNo, status }) => (userNo === '906' ? [status] : []));
  expect(await orders()).toHaveLength(60);
  expect(new Set(await orders())).toEqual(new Set(['success', 'pending']));
  for (let rounds = 0; rounds < 10 && (await orders()).includes('pending'); rounds += 1)
    await fixture.fulfilAll().catch(() => fixture.moveClock(fixture.deps.graceMs));
  expect(new Set(await orders())).toEqual(new Set(['success']));
  await expectNoOrphans();
});

it('an opening for a cardholder that every shard has to pay fits into one transaction', async () => {
  const each = 200n;
  await fixture.merchant('905', each * BigInt(MAX_SHARDS));
  const count = String(MAX_SHARDS);
  await merchantCommand(['shards', '905', '--currency', 'USD', '--count', count], fixture.operator);
  const merchant = (await findMerchant(fixture.deps.store, '905')) as Merchant;
  const cardUserId = await reportedHolder(fixture.call(merchant));
  const all = Number(each) * MAX_SHARDS;
  const authLimitAmount = ((all - 100) / 100).toFixed(2);
  await openCard(opening({ ...dates(), authLimitAmount, cardUserId }), { ...call, merchant });
  // The model of the tables refuses more than 100 items, as DynamoDB does.
  expect(transactions.at(-1)).toHaveLength(MAX_SHARDS + 10);
});

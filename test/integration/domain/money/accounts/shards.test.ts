import fc from 'fast-check';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { merchantCommand } from '../../../../../infra/cli/merchant.ts';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { orderKey, readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { settleOrder } from '../../../../../shared/domain/issuing/orders/settle-order.ts';
import { handleCardTransaction } from '../../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { inquireBalances } from '../../../../../shared/domain/money/accounts/balance-inquiry.ts';
import { forcedEntryWrites } from '../../../../../shared/domain/money/accounts/forced-postings.ts';
import { rebalanceShards } from '../../../../../shared/domain/money/accounts/rebalance-shards.ts';
import { exchange } from '../../../../../shared/domain/money/exchange/exchange.ts';
import {
  type Account,
  merchantCardAccount,
  settlementAccount,
  shardOf,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { entryWrites } from '../../../../../shared/domain/money/ledger/entry.ts';
import { transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import { readShards, totalOf } from '../../../../../shared/domain/money/ledger/shards.ts';
import {
  accountShardCount,
  findMerchant,
  type Merchant,
} from '../../../../../shared/domain/parties/merchant.ts';
import { retryOnConflict, WriteConflict } from '../../../../../shared/runtime/idempotency/execute-once.ts';
import { AccountBalanceInsufficient } from '../../../../../shared/wire/errors.ts';
import {
  newRequestNo,
  onCard,
  openedCard,
  openedGroup,
  opening,
} from '../../../../support/fixtures/card-steps.ts';
import {
  fulfilledLaterBy,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';
import { transaction } from '../../../../support/fixtures/transactions.ts';
import { permittedUpstream } from '../../../../support/fixtures/upstream-permissions.ts';
import { Crash } from '../../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';

let fixture: TestPlatform;
const SHARDS = 7;
/**
 * Few over DynamoDB Local, where each takes hundreds of requests; `npm test` runs this file over the model store as
 * well.
 */
const SWEEPS = inject('dynamodbEndpoint') ? 10 : 40;

/** An audit reads every item, so tests with many audits begin with empty books. */
const openFixture = async () => {
  fixture = await openTestPlatform();
};
beforeAll(openFixture);

/** Creates a merchant whose USD account has shards with this balance on each. */
async function shardedMerchant(userNo: string, perShard: bigint, shards = SHARDS): Promise<MerchantCall> {
  await fixture.merchant(userNo, perShard * BigInt(shards));
  await merchantCommand(['shards', userNo, '--currency', 'USD', '--count', String(shards)], fixture.operator);
  return fixture.call((await findMerchant(fixture.deps.store, userNo)) as Merchant);
}

const accountOf = ({ merchant }: MerchantCall) => merchantCardAccount(merchant.userNo, 'USD');
const shardsNow = (call: MerchantCall, shards = SHARDS) =>
  readShards(fixture.deps.store, accountOf(call), shards);
const balanceOf = async (call: MerchantCall, shards = SHARDS) =>
  totalOf(accountOf(call), await shardsNow(call, shards));
const recharge = (call: MerchantCall, cardId: string, authLimitAmount: string) =>
  rechargeCard({ ...onCard(cardId), authLimitAmount }, call);
/** Entries of `book` have no record. */
const expectCleanAudit = async () => {
  const differences = (await fixture.audit()).flatMap((check) => check.differences);
  expect(differences.filter((difference) => !difference.startsWith('booked-'))).toEqual([]);
};

/** Debits the account by a forced posting, as a clearing does. */
async function take(account: Account, amount: bigint, overdraft = true): Promise<void> {
  const postings = transfer([account, 'available'], [settlementAccount('USD'), 'available'], amount);
  const guard = { account, overdraft, onConflict: () => undefined };
  await retryOnConflict(async () => {
    const entry = { cause: newRequestNo('booked'), at: fixture.deps.now(), postings };
    const refused = () => new AccountBalanceInsufficient();
    await fixture.deps.store.write(await forcedEntryWrites(fixture.deps, entry, refused, [guard]));
  });
}

/** Books an amount onto one shard, or takes it from there if it is negative. */
async function book(account: Account, amount: bigint): Promise<void> {
  const postings = [
    ...transfer([settlementAccount('USD'), 'available'], [account, 'available'], amount > 0n ? amount : 0n),
    ...transfer([account, 'available'], [settlementAccount('USD'), 'available'], amount < 0n ? -amount : 0n),
  ];
  const entry = { cause: newRequestNo('booked'), at: fixture.deps.now(), postings };
  await fixture.deps.store.write(entryWrites(entry, () => new Error('refused')));
}

describe('a sharded account', () => {
  it('has its money evenly on all shards, and is one account to its merchant', async () => {
    const call = await shardedMerchant('101', 1_000n);
    expect((await shardsNow(call)).map(({ available }) => available)).toEqual(Array(SHARDS).fill(1_000n));
    expect(await inquireBalances({}, call)).toEqual({
      list: [{ accountType: 1, currency: 'USD', currentBalance: 70, availableBalance: 70, frozenBalance: 0 }],
    });
    await expectCleanAudit();
  });

  it('pays for openings, recharges and groups, and receives refunds and cancellations', async () => {
    const call = await shardedMerchant('102', 30_000n);
    const cardId = await openedCard(call);
    await recharge(call, cardId, '50');
    await fixture.fulfilAll();
    const refunding = await refundCard({ ...onCard(cardId), refundAmount: '30' }, call);
    await openedGroup(call);
    await fixture.fulfilAll();
    const close = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, call);
    await fulfilOrder(fixture.deps, close.orderId);
    expect(await readOrder(fixture.deps.store, refunding.orderId)).toMatchObject({ status: 'success' });
    // The fees are 1.00 for the opening and 0.50 for the recharge; the pool has 500.00.
    expect(await balanceOf(call)).toMatchObject({ available: 210_000n - 150n - 50_000n, frozen: 0n });
    const listings = (await fixture.operator.scan('orders')).map(({ listing }) => String(listing));
    const own = listings.filter((listing) => listing.startsWith('102'));
    expect(own).toHaveLength(5);
    expect(own.every((listing) => /^102~[0-6]$/.test(listing))).toBe(true);
    await expectCleanAudit();
  });

  it('gets back what a failed order froze, on the shard where it was frozen', async () => {
    const call = await shardedMerchant('103', 20_000n);
    const { orderId } = await openCard(opening(), fulfilledLaterBy(call));
    const order = await readOrder(fixture.deps.store, orderId);
    const held = shardOf(accountOf(call), order.shard ?? 0);
    expect((await fixture.snapshot()).balances.get(held)).toMatchObject({
      available: 9_900n,
      frozen: 10_100n,
    });
    await settleOrder(fixture.deps, order, { state: 'refused', reason: 'no' });
    expect((await fixture.snapshot()).balances.get(held)).toMatchObject({ available: 20_000n, frozen: 0n });
    await expectCleanAudit();
  });

  it('pays an order that no shard can pay alone, up to the exact sum', async () => {
    const call = await shardedMerchant('104', 3_000n);
    await expect(openCard(opening({ authLimitAmount: '209.01' }), call)).rejects.toThrow(
      AccountBalanceInsufficient,
    );
    await openCard(opening({ authLimitAmount: '209' }), fulfilledLaterBy(call));
    expect(await balanceOf(call)).toMatchObject({ available: 0n, frozen: 21_000n });
    await expectCleanAudit();
    await fixture.fulfilAll();
    expect(await balanceOf(call)).toMatchObject({ available: 0n, frozen: 0n });
    await expectCleanAudit();
  });

  it('pays with 90 shards in one transaction', async () => {
    const call = await shardedMerchant('105', 200n, 90);
    await openCard(opening({ authLimitAmount: '179' }), fulfilledLaterBy(call));
    expect(await balanceOf(call, 90)).toMatchObject({ available: 0n, frozen: 18_000n });
    await fixture.fulfilAll();
    await expectCleanAudit();
  });

  it('rebalances an empty shard with the one that paid', async () => {
    const call = await shardedMerchant('106', 0n);
    await book(shardOf(accountOf(call), 3), 100_000n);
    let generated = 0;
    const draws = {
      ...call,
      deps: { ...call.deps, random: (limit: number) => (limit === SHARDS && generated++ === 0 ? 5 : 0) },
    };
    await openCard(opening(), fulfilledLaterBy(draws));
    const shards = await shardsNow(call);
    expect(shards[3]).toMatchObject({ available: 44_950n, frozen: 10_100n });
    expect(shards[5]).toMatchObject({ available: 44_950n, frozen: 0n });
    await fixture.fulfilAll();
    await expectCleanAudit();
  });

  it('pays an exchange from several shards', async () => {
    const call = await shardedMerchant('107', 3_000n);
    const request = { userReqNo: newRequestNo('exchange'), sellCurrency: 'USD', buyCurrency: 'EUR' };
    await expect(exchange({ ...request, sellAmount: '220' }, call)).rejects.toThrow(
      AccountBalanceInsufficient,
    );
    await exchange({ ...request, sellAmount: '190' }, call);
    expect((await balanceOf(call)).available).toBeLessThan(2_000n);
    await expectCleanAudit();
  });
});

describe('an unsharded account', () => {
  it('takes an order without reads or attributes for shards', async () => {
    const plain = fixture.call(await fixture.merchant('100', 50_000n));
    const cardId = await openedCard(plain);
    const calls: string[] = [];
    const counted = new Proxy(fixture.deps.store, {
      get:
        (store, name: 'get' | 'getMany' | 'query' | 'count' | 'write') =>
        (...args: Parameters<typeof store.write>) => {
          calls.push(
            name === 'write' ? args[0].map(({ kind, table }) => `${kind} ${table}`).join(', ') : name,
          );
          return (store[name] as typeof store.write)(...args);
        },
    });
    const { orderId } = await recharge({ ...plain, deps: { ...fixture.deps, store: counted } }, cardId, '10');
    const money = 'put ledger, update ledger, update ledger';
    expect(calls).toEqual(['get', 'get', 'get', `update orders, put orders, ${money}, put notifications`]);
    const item = await fixture.deps.store.get('orders', orderKey(orderId));
    expect(item).toMatchObject({ listing: '100' });
    expect(item).not.toHaveProperty('shard');
    expect(item).not.toHaveProperty('userNo');
  });
});

describe('a forced posting on a sharded account', () => {
  const lockedNow = async (call: MerchantCall) => (await shardsNow(call)).map(({ locked }) => locked);

  it('is paid by the shards that have money, without an alarm', async () => {
    const call = await shardedMerchant('108', 1_000n);
    const before = fixture.alarms.length;
    await take(accountOf(call), 6_900n);
    const shards = (await shardsNow(call)).map(({ available }) => available);
    expect(shards.reduce((sum, one) => sum + one)).toBe(100n);
    expect(shards.every((one) => one >= 0n)).toBe(true);
    expect(fixture.alarms.slice(before)).toEqual([]);
    expect(await lockedNow(call)).toEqual(Array(SHARDS).fill(false));
    await expectCleanAudit();
  });

  it('beyond the sum leaves a debt on the first shard, empties and locks the others, and raises an alarm', async () => {
    const call = await shardedMerchant('110', 1_000n);
    const before = fixture.alarms.length;
    await take(accountOf(call), 7_500n);
    expect((await shardsNow(call)).map(({ available }) => available)).toEqual([
      -500n,
      0n,
      0n,
      0n,
      0n,
      0n,
      0n,
    ]);
    expect(await lockedNow(call)).toEqual([false, ...Array(SHARDS - 1).fill(true)]);
    await take(accountOf(call), 100n);
    expect((await shardsNow(call))[0]?.available).toBe(-600n);
    expect(fixture.alarms.slice(before)).toEqual(['a balance is below zero', 'a balance is below zero']);
    await expectCleanAudit();
  });

  it('is refused where the account must not be overdrawn, and leaves the money', async () => {
    const call = await shardedMerchant('111', 1_000n);
    const before = fixture.alarms.length;
    await expect(take(accountOf(call), 7_001n, false)).rejects.toThrow(AccountBalanceInsufficient);
    expect(fixture.alarms.slice(before)).toEqual([]);
    await take(accountOf(call), 7_000n, false);
    expect(await balanceOf(call)).toMatchObject({ available: 0n });
  });

  it('leaves a debt that money on another shard pays before new orders', async () => {
    const call = await shardedMerchant('112', 3_000n);
    const cardId = await openedCard(call);
    await take(accountOf(call), 21_000n - 10_100n + 5_000n);
    await book(shardOf(accountOf(call), 4), 7_000n);
    // 20.00 are available: 70.00 were deposited and 50.00 were owed.
    await expect(recharge(call, cardId, '19.81')).rejects.toThrow(AccountBalanceInsufficient);
    await recharge(call, cardId, '19.80');
    expect((await shardsNow(call)).map(({ available }) => available)).toEqual(Array(SHARDS).fill(0n));
    await fixture.fulfilAll();
    await expectCleanAudit();
  });

  it('leaves a debt that a deposit pays, after which all shards pay again', async () => {
    const call = await shardedMerchant('113', 1_000n);
    await take(accountOf(call), 8_000n);
    const deposit = ['deposit', '113', '--currency', 'USD', '--amount', '80', '--reference', 'B113'];
    await merchantCommand(deposit, fixture.operator);
    expect((await shardsNow(call)).map(({ available, locked }) => [available, locked])).toEqual(
      Array(SHARDS).fill([1_000n, false]),
    );
  });

  it('leaves a debt that persists when the account gets more shards', async () => {
    const call = await shardedMerchant('114', 1_000n);
    await take(accountOf(call), 8_000n);
    await merchantCommand(['shards', '114', '--currency', 'USD', '--count', '9'], fixture.operator);
    const wider = fixture.call((await findMerchant(fixture.deps.store, '114')) as Merchant);
    await book(shardOf(accountOf(call), 8), 900n);
    await expect(openCard(opening({ authLimitAmount: '10' }), wider)).rejects.toThrow(
      AccountBalanceInsufficient,
    );
  });

  it('gets a write conflict when the account is sharded at the same moment', async () => {
    await fixture.merchant('116', 1_000n);
    const account = merchantCardAccount('116', 'USD');
    const raiseShards = () =>
      merchantCommand(['shards', '116', '--currency', 'USD', '--count', '3'], fixture.operator);
    const store = interruptedStore(fixture.deps.store, async () => void (await raiseShards()));
    const postings = transfer([account, 'available'], [settlementAccount('USD'), 'available'], 1_500n);
    const guard = { account, overdraft: true, onConflict: () => undefined };
    const entry = { cause: newRequestNo('booked'), at: fixture.deps.now(), postings };
    const once = async () =>
      store.write(await forcedEntryWrites(fixture.deps, entry, () => new Error('refused'), [guard]));
    await expect(once()).rejects.toThrow(WriteConflict);
    await once();
    const shards = await readShards(fixture.deps.store, account, 3);
    expect(shards.map(({ available, locked }) => [available, locked])).toEqual([
      [-500n, false],
      [0n, true],
      [0n, true],
    ]);
  });
});

describe('orders, forced postings and deposits on shards', () => {
  beforeAll(openFixture);
  const amounts = fc.bigInt({ min: 2n, max: 4_000n });
  const step = fc.record({
    kind: fc.constantFrom('take', 'payOut', 'deposit', 'rebalance', 'addShard', 'none'),
    amount: amounts,
    shard: fc.nat(5),
  });
  type Step = { kind: string; amount: bigint; shard: number };

  it('never exceed the sum of the shards, whatever happens between decision and write', {
    timeout: 240_000,
  }, async () => {
    let userNo = 300;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          shards: fc.integer({ min: 2, max: 5 }),
          perShard: fc.bigInt({ min: 0n, max: 2_000n }),
          steps: fc.array(fc.record({ first: step, amount: amounts, between: step }), { maxLength: 10 }),
        }),
        async ({ shards, perShard, steps }) => {
          userNo += 1;
          let call = await shardedMerchant(String(userNo), perShard, shards);
          const account = accountOf(call);
          const count = () => accountShardCount(call.merchant, 'USD');
          const addShard = async () => {
            const more = ['shards', String(userNo), '--currency', 'USD', '--count', String(count() + 1)];
            await merchantCommand(more, fixture.operator);
            call = fixture.call((await findMerchant(fixture.deps.store, String(userNo))) as Merchant);
          };
          const perform: Record<string, (step: Step) => Promise<unknown>> = {
            take: ({ amount }) => take(account, amount),
            payOut: ({ amount }) => take(account, amount, false).catch(expectInsufficient),
            deposit: ({ amount, shard }) => book(shardOf(account, shard % count()), amount),
            rebalance: () => rebalanceShards(fixture.deps, account, count()),
            addShard,
          };
          const act = async (step: Step) => perform[step.kind]?.(step);
          for (const { first, amount, between } of steps) {
            await act(first);
            const store = interruptedStore(fixture.deps.store, () => act(between));
            const paying = { ...call, deps: { ...fixture.deps, store } };
            const exchangeRequest = {
              userReqNo: newRequestNo('sale'),
              sellCurrency: 'USD',
              buyCurrency: 'EUR',
            };
            const requested = { ...exchangeRequest, sellAmount: (Number(amount) / 100).toFixed(2) };
            const accepted = await exchange(requested, paying).then(() => true, expectInsufficient);
            if (accepted) expect((await balanceOf(call, count())).available).toBeGreaterThanOrEqual(0n);
            const now = await shardsNow(call, count());
            expect(now.slice(1).every(({ available }) => available >= 0n)).toBe(true);
            if ((now[0]?.available ?? 0n) < 0n) expect(now.slice(1).every(({ locked }) => locked)).toBe(true);
          }
          await expectCleanAudit();
        },
      ),
      { numRuns: SWEEPS },
    );
  });

  function expectInsufficient(error: unknown): false {
    expect(error).toBeInstanceOf(AccountBalanceInsufficient);
    return false;
  }
});

describe('two cards on a sharded account', () => {
  it('recharge nothing beyond the sum after a card with a debt was closed', async () => {
    const upstream = permittedUpstream('90000001');
    await fixture.merchant('120', 20_200n + 9_800n);
    await merchantCommand(['shards', '120', '--currency', 'USD', '--count', '4'], fixture.operator);
    const call = fixture.call((await findMerchant(fixture.deps.store, '120')) as Merchant);
    const [one, other] = [await openedCard(call), await openedCard(call)];
    const received = { deps: fixture.deps, upstream, messageId: '1', correlationId: 'test' };
    const forced = { transType: '7', transCategory: 2, localCurrencyAmt: '800' } as const;
    await handleCardTransaction(transaction(one, forced), received);
    const before = fixture.alarms.length;
    await cancelCard({ userReqNo: newRequestNo('close'), cardId: one }, call);
    expect(fixture.alarms.slice(before)).toEqual(['a balance is below zero']);
    expect(await balanceOf(call, 4)).toMatchObject({ available: 9_800n - 70_000n });
    for (let requested = 0; requested < 3; requested += 1)
      await expect(recharge(call, other, '20')).rejects.toThrow(AccountBalanceInsufficient);
    await expectCleanAudit();
  });
});

it('rebalancing leaves alone what is spent at the same time, and can be repeated after a crash', async () => {
  const call = await shardedMerchant('109', 1_000n, 2);
  const account = accountOf(call);
  await book(shardOf(account, 1), 2_000n);
  const spend = () => book(shardOf(account, 1), -3_000n);
  const store = interruptedStore(fixture.deps.store, spend);
  const left = await rebalanceShards({ ...fixture.deps, store }, account, 2);
  expect(left.map(({ available }) => available)).toEqual([1_000n, 0n]);
  const broken = interruptedStore(fixture.deps.store, () => Promise.reject(new Crash()));
  await expect(rebalanceShards({ ...fixture.deps, store: broken }, account, 2)).rejects.toThrow(Crash);
  await rebalanceShards(fixture.deps, account, 2);
  expect((await shardsNow(call, 2)).map(({ available }) => available)).toEqual([500n, 500n]);
  await expectCleanAudit();
});

describe('concurrent orders on shards', () => {
  beforeAll(openFixture);
  it('never overdraw, and are never refused while the sum suffices', {
    timeout: 240_000,
  }, async () => {
    let userNo = 200;
    const cents = (amount: number) => (amount / 100).toFixed(2);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          shards: fc.integer({ min: 2, max: 9 }),
          perShard: fc.bigInt({ min: 0n, max: 6_000n }),
          amounts: fc.array(fc.integer({ min: 1_000, max: 8_000 }), { minLength: 8, maxLength: 16 }),
        }),
        async ({ shards, perShard, amounts }) => {
          userNo += 1;
          const call = await shardedMerchant(String(userNo), perShard, shards);
          await book(accountOf(call), 10_100n);
          const cardId = await openedCard(call);
          const outcomes = await Promise.allSettled(
            amounts.map((amount) => recharge(call, cardId, cents(amount))),
          );
          const refusals = outcomes.flatMap((one) =>
            one.status === 'rejected' ? [one.reason.constructor] : [],
          );
          expect(new Set(refusals).isSubsetOf(new Set([AccountBalanceInsufficient]))).toBe(true);
          // One after another now: a refused amount exceeds the sum of all shards.
          for (const amount of amounts) await expectPaidOrInsufficient(call, cardId, amount, shards);
          await rebalanceShards(fixture.deps, accountOf(call), shards);
          expect((await shardsNow(call, shards)).every(({ available }) => available >= 0n)).toBe(true);
          await fixture.fulfilAll();
          expect((await balanceOf(call, shards)).frozen).toBe(0n);
          await expectCleanAudit();
        },
      ),
      { numRuns: 4 },
    );
  });

  async function expectPaidOrInsufficient(
    call: MerchantCall,
    cardId: string,
    amount: number,
    shards: number,
  ) {
    const { available } = await balanceOf(call, shards);
    const due = BigInt(amount) + (BigInt(amount) + 99n) / 100n;
    const requested = recharge(call, cardId, (amount / 100).toFixed(2));
    if (available < due) return expect(requested).rejects.toThrow(AccountBalanceInsufficient);
    await requested;
    expect((await balanceOf(call, shards)).available).toBe(available - due);
  }
});

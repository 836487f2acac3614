import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { merchantCommand } from '../../../infra/ops/merchant.ts';
import { exchange } from '../../../shared/accounts/exchange.ts';
import { AccountBalanceInsufficient } from '../../../shared/contract/errors.ts';
import { queryBalances } from '../../../shared/ledger/account-balance.ts';
import {
  type Account,
  merchantCardAccount,
  partOf,
  settlementAccount,
} from '../../../shared/ledger/accounts.ts';
import { entryWrites, transfer } from '../../../shared/ledger/entry.ts';
import { levelParts } from '../../../shared/ledger/level.ts';
import { warnOfOverdraft } from '../../../shared/ledger/overdraft.ts';
import { readParts, sumOf } from '../../../shared/ledger/parts.ts';
import { findMerchant, type Merchant } from '../../../shared/merchants/merchant.ts';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { cancelCard } from '../../../shared/orders/kinds/card-cancellation.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { rechargeCard } from '../../../shared/orders/kinds/recharge.ts';
import { refundCard } from '../../../shared/orders/kinds/refund.ts';
import { orderKey, readOrder } from '../../../shared/orders/order.ts';
import { settleOrder } from '../../../shared/orders/settle.ts';
import type { Call } from '../../../shared/platform/platform.ts';
import { newNumber, onCard, openedCard, openedGroup, opening } from '../../support/card-steps.ts';
import { interruptedStore } from '../../support/interrupted-store.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { Crash } from '../faults/faulty-store.ts';

let world: TestPlatform;
const PARTS = 7;

beforeAll(async () => {
  world = await openTestPlatform();
});

/** A merchant whose USD account has parts, with so much on each of them. */
async function parted(userNo: string, onEach: bigint, parts = PARTS): Promise<Call> {
  await world.merchant(userNo, onEach * BigInt(parts));
  await merchantCommand(['parts', userNo, '--currency', 'USD', '--parts', String(parts)], world.operator);
  return world.call((await findMerchant(world.platform.store, userNo)) as Merchant);
}

const accountOf = ({ merchant }: Call) => merchantCardAccount(merchant.userNo, 'USD');
const partsNow = (call: Call, parts = PARTS) => readParts(world.platform.store, accountOf(call), parts);
const balanceOf = async (call: Call, parts = PARTS) => sumOf(accountOf(call), await partsNow(call, parts));
const recharge = (call: Call, cardId: string, authLimitAmount: string) =>
  rechargeCard({ ...onCard(cardId), authLimitAmount }, call);
/** What `book` put there has no record. */
const expectCleanAudit = async () => {
  const differences = (await world.audit()).flatMap((check) => check.differences);
  expect(differences.filter((difference) => !difference.startsWith('booked-'))).toEqual([]);
};

/** Puts money onto one part, or takes it away there, whatever else is there. */
async function book(account: Account, amount: bigint): Promise<void> {
  const postings = [
    ...transfer([settlementAccount('USD'), 'available'], [account, 'available'], amount > 0n ? amount : 0n),
    ...transfer([account, 'available'], [settlementAccount('USD'), 'available'], amount < 0n ? -amount : 0n),
  ];
  const entry = { cause: newNumber('booked'), at: world.platform.now(), postings };
  const guard = { account, overdraft: true, otherwise: () => undefined } as const;
  await world.platform.store.write(entryWrites(entry, () => new Error('refused'), [guard]));
}

describe('an account with parts', () => {
  it('has its money evenly on all of them, and is one account to its merchant', async () => {
    const call = await parted('101', 1_000n);
    expect((await partsNow(call)).map(({ available }) => available)).toEqual(Array(PARTS).fill(1_000n));
    expect(await queryBalances({}, call)).toEqual({
      list: [{ accountType: 1, currency: 'USD', currentBalance: 70, availableBalance: 70, frozenBalance: 0 }],
    });
    await expectCleanAudit();
  });

  it('pays for openings, recharges and groups, and is paid by refunds and cancellations', async () => {
    const call = await parted('102', 30_000n);
    const cardId = await openedCard(call);
    await recharge(call, cardId, '50');
    await world.fulfilAll();
    const refunding = await refundCard({ ...onCard(cardId), refundAmount: '30' }, call);
    await openedGroup(call);
    await world.fulfilAll();
    const close = await cancelCard({ userReqNo: newNumber('close'), cardId }, call);
    await fulfilOrder(world.platform, close.orderId);
    expect(await readOrder(world.platform.store, refunding.orderId)).toMatchObject({ status: 'success' });
    // The fees are 1.00 for the opening and 0.50 for the recharge; the pool has 500.00.
    expect(await balanceOf(call)).toMatchObject({ available: 210_000n - 150n - 50_000n, frozen: 0n });
    const parts = (await world.books()).orders
      .filter(({ userNo }) => userNo === '102')
      .map(({ part }) => part);
    expect(parts.every((part) => part !== undefined && part < PARTS)).toBe(true);
    await expectCleanAudit();
  });

  it('gets back what an order froze when it fails, on the part that it was frozen on', async () => {
    const call = await parted('103', 20_000n);
    const { orderId } = await openCard(opening(), call);
    const order = await readOrder(world.platform.store, orderId);
    const held = partOf(accountOf(call), order.part ?? 0);
    expect((await world.books()).balances.get(held)).toMatchObject({ available: 9_900n, frozen: 10_100n });
    await settleOrder(world.platform, order, { state: 'refused', reason: 'no' });
    expect((await world.books()).balances.get(held)).toMatchObject({ available: 20_000n, frozen: 0n });
    await expectCleanAudit();
  });

  it('pays an order that no part can pay alone, to the last cent', async () => {
    const call = await parted('104', 3_000n);
    await expect(openCard(opening({ authLimitAmount: '209.01' }), call)).rejects.toThrow(
      AccountBalanceInsufficient,
    );
    await openCard(opening({ authLimitAmount: '209' }), call);
    expect(await balanceOf(call)).toMatchObject({ available: 0n, frozen: 21_000n });
    await expectCleanAudit();
    await world.fulfilAll();
    expect(await balanceOf(call)).toMatchObject({ available: 0n, frozen: 0n });
    await expectCleanAudit();
  });

  it('pays with 90 parts in one transaction', async () => {
    const call = await parted('105', 200n, 90);
    await openCard(opening({ authLimitAmount: '179' }), call);
    expect(await balanceOf(call, 90)).toMatchObject({ available: 0n, frozen: 18_000n });
    await world.fulfilAll();
    await expectCleanAudit();
  });

  it('fills a part that could not pay from the one that did', async () => {
    const call = await parted('106', 0n);
    await book(partOf(accountOf(call), 3), 100_000n);
    let drawn = 0;
    const draws = {
      ...call,
      platform: { ...call.platform, random: (limit: number) => (drawn++ === 0 ? 5 : 0) % limit },
    };
    await openCard(opening(), draws);
    const parts = await partsNow(call);
    expect(parts[3]).toMatchObject({ available: 44_950n, frozen: 10_100n });
    expect(parts[5]).toMatchObject({ available: 44_950n, frozen: 0n });
    await world.fulfilAll();
    await expectCleanAudit();
  });

  it('exchanges what lies on several of them', async () => {
    const call = await parted('107', 3_000n);
    const request = { userReqNo: newNumber('exchange'), sellCurrency: 'USD', buyCurrency: 'EUR' };
    await expect(exchange({ ...request, sellAmount: '220' }, call)).rejects.toThrow(
      AccountBalanceInsufficient,
    );
    await exchange({ ...request, sellAmount: '190' }, call);
    expect((await balanceOf(call)).available).toBeLessThan(2_000n);
    await expectCleanAudit();
  });
});

describe('an account without parts', () => {
  it('is read, written and listed as one: by an order, no more than that needs', async () => {
    const plain = world.call(await world.merchant('100', 50_000n));
    const cardId = await openedCard(plain);
    const calls: string[] = [];
    const counted = new Proxy(world.platform.store, {
      get:
        (store, name: 'get' | 'getMany' | 'query' | 'count' | 'write') =>
        (...args: Parameters<typeof store.write>) => {
          calls.push(
            name === 'write' ? args[0].map(({ kind, table }) => `${kind} ${table}`).join(', ') : name,
          );
          return (store[name] as typeof store.write)(...args);
        },
    });
    const { orderId } = await recharge(
      { ...plain, platform: { ...world.platform, store: counted } },
      cardId,
      '10',
    );
    expect(calls).toEqual(['get', 'get', 'get', 'update orders, put orders, put ledger, update ledger']);
    const item = await world.platform.store.get('orders', orderKey(orderId));
    expect(item).toMatchObject({ listing: '100' });
    expect(item).not.toHaveProperty('part');
    expect(item).not.toHaveProperty('userNo');
  });
});

describe('a part that was taken below zero', () => {
  it('is filled from the others, and only the account as a whole raises the alarm', async () => {
    const call = await parted('108', 1_000n);
    const account = accountOf(call);
    const before = world.alarms.length;
    await book(account, -5_000n);
    await warnOfOverdraft(world.platform, [account]);
    expect(world.alarms.slice(before)).toEqual([]);
    expect((await partsNow(call)).every(({ available }) => available >= 0n)).toBe(true);
    await book(account, -2_000n);
    await warnOfOverdraft(world.platform, [account]);
    expect(await balanceOf(call)).toMatchObject({ available: 0n });
    expect(world.alarms.slice(before)).toEqual([]);
    await book(account, -3_000n);
    await warnOfOverdraft(world.platform, [account]);
    expect(world.alarms.slice(before)).toEqual(['a balance is below zero']);
    expect(await balanceOf(call)).toMatchObject({ available: -3_000n });
    await expectCleanAudit();
  });
});

it('evening out leaves what was spent meanwhile, and what is left to do to whoever comes next', async () => {
  const call = await parted('109', 1_000n, 2);
  const account = accountOf(call);
  await book(partOf(account, 1), 2_000n);
  const spend = () => book(partOf(account, 1), -3_000n);
  const store = interruptedStore(world.platform.store, spend);
  const left = await levelParts({ ...world.platform, store }, account, 2);
  expect(left.map(({ available }) => available)).toEqual([1_000n, 0n]);
  const broken = interruptedStore(world.platform.store, () => Promise.reject(new Crash()));
  await expect(levelParts({ ...world.platform, store: broken }, account, 2)).rejects.toThrow(Crash);
  await levelParts(world.platform, account, 2);
  expect((await partsNow(call, 2)).map(({ available }) => available)).toEqual([500n, 500n]);
  await expectCleanAudit();
});

describe('orders on parts under contention', () => {
  it('never overspend and are never refused while there is money: any amounts, at once and in turn', {
    timeout: 240_000,
  }, async () => {
    let userNo = 200;
    const cents = (amount: number) => (amount / 100).toFixed(2);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          parts: fc.integer({ min: 2, max: 9 }),
          onEach: fc.bigInt({ min: 0n, max: 6_000n }),
          amounts: fc.array(fc.integer({ min: 1_000, max: 8_000 }), { minLength: 8, maxLength: 16 }),
        }),
        async ({ parts, onEach, amounts }) => {
          userNo += 1;
          const call = await parted(String(userNo), onEach, parts);
          await book(accountOf(call), 10_100n);
          const cardId = await openedCard(call);
          const outcomes = await Promise.allSettled(
            amounts.map((amount) => recharge(call, cardId, cents(amount))),
          );
          const refusals = outcomes.flatMap((one) =>
            one.status === 'rejected' ? [one.reason.constructor] : [],
          );
          expect(new Set(refusals).isSubsetOf(new Set([AccountBalanceInsufficient]))).toBe(true);
          // In turn now: what is refused is more than all parts have together.
          for (const amount of amounts) await expectPaidOrRefusedRightly(call, cardId, amount, parts);
          await levelParts(world.platform, accountOf(call), parts);
          expect((await partsNow(call, parts)).every(({ available }) => available >= 0n)).toBe(true);
          await world.fulfilAll();
          expect((await balanceOf(call, parts)).frozen).toBe(0n);
          await expectCleanAudit();
        },
      ),
      { numRuns: 4 },
    );
  });

  async function expectPaidOrRefusedRightly(call: Call, cardId: string, amount: number, parts: number) {
    const { available } = await balanceOf(call, parts);
    const due = BigInt(amount) + (BigInt(amount) + 99n) / 100n;
    const asked = recharge(call, cardId, (amount / 100).toFixed(2));
    if (available < due) return expect(asked).rejects.toThrow(AccountBalanceInsufficient);
    await asked;
    expect((await balanceOf(call, parts)).available).toBe(available - due);
  }
});

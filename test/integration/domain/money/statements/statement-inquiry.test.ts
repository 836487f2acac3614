import { beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { rebalanceShards } from '../../../../../shared/domain/money/accounts/rebalance-shards.ts';
import {
  merchantCardAccount,
  merchantDptAccount,
  networkAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { entryWrites } from '../../../../../shared/domain/money/ledger/entry.ts';
import { transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import { onCard, openedCard } from '../../../../support/fixtures/card-steps.ts';
import { openStatementFixture, type StatementFixture, statement } from './statement-fixture.ts';

let fixture: StatementFixture;
beforeAll(async () => {
  fixture = await openStatementFixture();
});

/** Creates an account with a deposit of 1,000, a card of 100 and its fee of 1, a recharge of 10 and a refund of 20. */
async function usedAccount(
  userNo: string,
  shards?: number,
): Promise<{ call: MerchantCall; orders: string[] }> {
  const call = await fixture.caller(userNo, shards);
  await fixture.deposit(call, 100_000n);
  fixture.moveClock(60_000);
  const cardId = await openedCard(call);
  fixture.moveClock(60_000);
  const { orderId: recharge } = await rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, call);
  await fulfilOrder(call.deps, recharge);
  fixture.moveClock(60_000);
  const { orderId: refund } = await refundCard({ ...onCard(cardId), refundAmount: '20' }, call);
  await fulfilOrder(call.deps, refund);
  await fixture.write();
  return { call, orders: [cardId, recharge, refund] };
}

describe('a statement', () => {
  it('lists every booking of the account, oldest first, with the balance after each', async () => {
    const { call, orders } = await usedAccount('201');
    const [opening, recharge, refund] = orders;
    const { list, totalCount } = await statement(call);
    expect(totalCount).toBe(6);
    expect(
      list.map(({ entryNo, kind, amount, balanceAfter, frozenAfter, orderId, remark }) => [
        entryNo,
        kind,
        amount,
        balanceAfter,
        frozenAfter,
        orderId ?? remark,
      ]),
    ).toEqual([
      ['1', 'deposit', 1000, 1000, 0, 'BANK-1'],
      ['2', 'opening', 0, 1000, 101, opening],
      ['3', 'opening', -101, 899, 0, opening],
      ['4', 'recharge', 0, 899, 10.1, recharge],
      ['5', 'recharge', -10.1, 888.9, 0, recharge],
      ['6', 'refund', 20, 908.9, 0, refund],
    ]);
    expect(list.map(({ remark }) => remark).slice(1, 3)).toEqual(['accepted', 'success']);
    expect(await fixture.findings()).toEqual([]);
  });

  it('adds up: each balance is the previous one plus the amount', async () => {
    const { call } = await usedAccount('202');
    const { list } = await statement(call);
    let balance = 0;
    for (const { amount, balanceAfter } of list) {
      balance = Math.round((balance + amount) * 100) / 100;
      expect(balanceAfter).toBe(balance);
    }
  });

  it('has pages, and counts its lines without reading them', async () => {
    const { call } = await usedAccount('203');
    const pages = await Promise.all(
      [1, 2, 3].map((currentPage) => statement(call, { currentPage, pageSize: 4 })),
    );
    expect(pages.map(({ list }) => list.map(({ entryNo }) => entryNo))).toEqual([
      ['1', '2', '3', '4'],
      ['5', '6'],
      [],
    ]);
    expect(pages.map(({ totalCount, totalPages }) => [totalCount, totalPages])).toEqual(
      Array(3).fill([6, 2]),
    );
  });

  it('covers a period, both ends included, and consecutive periods share no line', async () => {
    const { call } = await usedAccount('204');
    const { list } = await statement(call);
    for (const { time } of list.filter((_, index) => index % 2 === 0)) {
      const upTo = await statement(call, { endTime: time });
      const second = Number(time.slice(-2));
      const next = `${time.slice(0, -2)}${String(second + 1).padStart(2, '0')}`;
      const from = await statement(call, { beginTime: next });
      expect([...upTo.list, ...from.list]).toEqual(list);
      expect(upTo.list.at(-1)?.time).toBe(time);
      expect(upTo.totalCount + from.totalCount).toBe(6);
    }
    expect(await statement(call, { endTime: '2026-02-01 00:00:00' })).toMatchObject({
      totalCount: 0,
      list: [],
    });
  });

  it('is empty for an account without bookings, and shows no lines of other merchants', async () => {
    const call = await fixture.caller('205');
    expect(await statement(call)).toMatchObject({ totalCount: 0, list: [] });
    expect(await statement(call, { accountType: 2, currency: 'USDT' })).toMatchObject({ totalCount: 0 });
  });

  it('of coins covers the dpt account alone', async () => {
    const call = await fixture.caller('207');
    const [dpt, network] = [merchantDptAccount('207', 'USDT'), networkAccount('USDT')];
    const postings = transfer([network, 'available'], [dpt, 'available'], 1_500_000n);
    const entry = {
      cause: 'test/207',
      at: fixture.deps.now(),
      postings,
      details: { kind: 'acquiring' },
    } as const;
    const never = () => new Error('there is enough');
    await fixture.deps.store.write(entryWrites(entry, never));
    await fixture.deposit(call, 100n);
    await fixture.write();
    const { list } = await statement(call, { accountType: 2, currency: 'USDT' });
    expect(list).toMatchObject([{ entryNo: '1', kind: 'acquiring', amount: 1.5, balanceAfter: 1.5 }]);
    expect((await statement(call)).list).toMatchObject([{ kind: 'deposit' }]);
  });

  it('of an account with money from before the first line begins with that balance', async () => {
    const call = await fixture.caller('206');
    const account = merchantCardAccount('206', 'USD');
    await fixture.deps.store.write([
      {
        kind: 'update',
        table: 'ledger',
        key: { pk: 'merchant/206', sk: 'balance/card/USD' },
        add: { available: 5_000n, frozen: 0n },
      },
    ]);
    expect(account).toBe('merchant/206:card/USD');
    await fixture.deposit(call, 100n);
    await fixture.write();
    expect((await statement(call)).list).toMatchObject([{ entryNo: '1', amount: 1, balanceAfter: 51 }]);
  });
});

describe('a statement of a sharded account', () => {
  it('is sorted by time and has the balance of the whole account', async () => {
    const { call } = await usedAccount('211', 5);
    const { list, totalCount } = await statement(call);
    expect(list).toHaveLength(totalCount);
    let balance = 0;
    for (const { amount, balanceAfter } of list) {
      balance = Math.round((balance + amount) * 100) / 100;
      expect(balanceAfter).toBe(balance);
    }
    expect(list.at(-1)).toMatchObject({ balanceAfter: 908.9, frozenAfter: 0 });
    const times = list.map(({ time }) => time);
    expect(times).toEqual(times.toSorted());
    expect(new Set(list.map(({ entryNo }) => entryNo)).size).toBe(list.length);
    // Each shard numbers its own lines from 1; those of shard 2 begin at 20000000000001.
    for (const shard of [0, 1, 2, 3, 4]) {
      const own = list.map(({ entryNo }) => Number(entryNo)).filter((no) => Math.floor(no / 1e13) === shard);
      expect(own).toEqual(own.map((_, index) => shard * 1e13 + index + 1));
    }
    expect((await fixture.findings()).filter((what) => what.includes('merchant/211'))).toEqual([]);
  });

  it('shows moves between shards as lines that cancel each other out', async () => {
    const call = await fixture.caller('212', 3);
    await fixture.deposit(call, 3_000n);
    await rebalanceShards(fixture.deps, merchantCardAccount('212', 'USD'), 3);
    await fixture.write();
    const { list } = await statement(call);
    const rebalancing = list.filter(({ kind }) => kind === 'rebalance');
    expect(rebalancing.map(({ amount }) => amount)).toEqual([-10, 10, -10, 10]);
    expect(list.at(-1)).toMatchObject({ balanceAfter: 30 });
  });

  it('has the same lines on several pages as on one', async () => {
    const { call } = await usedAccount('213', 4);
    const { list, totalCount } = await statement(call);
    const pages = await Promise.all(
      Array.from({ length: Math.ceil(totalCount / 3) }, (_, index) =>
        statement(call, { currentPage: index + 1, pageSize: 3 }),
      ),
    );
    expect(pages.flatMap((page) => page.list)).toEqual(list);
    const [, , third] = list;
    const later = await statement(call, { beginTime: third?.time ?? '' });
    expect(later.list).toEqual(list.filter(({ time }) => time >= (third?.time ?? '')));
  });
});

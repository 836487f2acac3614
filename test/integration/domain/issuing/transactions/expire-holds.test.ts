import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorizationKey,
  newAuthorization,
} from '../../../../../shared/domain/issuing/model/authorization.ts';
import { eventFrom } from '../../../../../shared/domain/issuing/model/transaction-event.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { expireHolds } from '../../../../../shared/domain/issuing/transactions/expire-holds.ts';
import { inquireTransactions } from '../../../../../shared/domain/issuing/transactions/transaction-inquiry.ts';
import { dueIndexAttributes } from '../../../../../shared/runtime/queue/due-index.ts';
import type { Write } from '../../../../../shared/runtime/store/write.ts';
import { newRequestNo } from '../../../../support/fixtures/card-steps.ts';
import { transaction } from '../../../../support/fixtures/transactions.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { openTransactionFixture, type TransactionFixture } from './transaction-fixture.ts';

let fixture: TransactionFixture;
beforeAll(async () => {
  fixture = await openTransactionFixture();
});
afterAll(async () => {
  expect(await fixture.differences()).toEqual([]);
});

const expire = () => expireHolds(fixture.deps);
const passHoldTime = () => fixture.moveClock(fixture.deps.holdMs);

describe('a hold that was not cleared in time', () => {
  it('is released when it is due, and notified as a reversal', async () => {
    const cardId = await fixture.card();
    const authorization = await fixture.sendTransaction(cardId);
    fixture.moveClock(fixture.deps.holdMs - 1);
    expect(await expire()).toBe(0);
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 4_000n]);
    fixture.moveClock(1);
    expect(await expire()).toBe(1);
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    expect(await fixture.usedAmount(cardId)).toBe(0n);
    const request = { cardId, transType: '2' as const, timeType: 1 as const, currentPage: 1, pageSize: 10 };
    const { list } = await inquireTransactions(request, fixture.own);
    const [reversal] = list;
    expect(list).toHaveLength(1);
    expect(reversal).toMatchObject({
      originRecordNo: authorization.recordNo,
      merchantName: 'Expired authorization',
      respCodeDesc: 'authorization expired',
      transType: '2',
      transStatus: '1',
      transCategory: 1,
      localCurrencyAmt: 40,
      fundsType: 1,
      fundsDirection: 1,
    });
    expect(await fixture.notificationsOf(reversal?.recordNo ?? '')).toEqual([reversal]);
    const { notifications } = await fixture.snapshot();
    const received = notifications.find(({ content }) => JSON.parse(content).recordNo === reversal?.recordNo);
    expect(received?.correlationId).toBe(`hold/${authorization.recordNo}`);
  });

  it('is at most what an amount can express: an increment beyond that is refused, and the hold is released', async () => {
    const cardId = await fixture.card();
    const most = { localCurrencyAmt: '9999999999999' };
    const { recordNo } = await fixture.sendTransaction(cardId, most);
    const next = fixture.sendTransaction(cardId, { ...most, originRecordNo: recordNo });
    await expect(next).rejects.toThrow('would exceed 15 digits');
    expect(await fixture.onCard(cardId)).toEqual([10_000n - 999_999_999_999_900n, 999_999_999_999_900n]);
    passHoldTime();
    expect(await expire()).toBe(1);
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
  });

  it('is released once, even by concurrent runs', async () => {
    const cardId = await fixture.card();
    await fixture.sendTransaction(cardId);
    passHoldTime();
    const released = await Promise.all([expire(), expire(), expire()]);
    expect(released.reduce((sum, each) => sum + each)).toBe(1);
    expect(await expire()).toBe(0);
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
  });

  it('is released as far as it is still open', async () => {
    const cardId = await fixture.card();
    const { recordNo: originRecordNo } = await fixture.sendTransaction(cardId);
    await fixture.sendTransaction(cardId, { originRecordNo, transCategory: 2, localCurrencyAmt: '15' });
    await fixture.sendTransaction(cardId, { originRecordNo, transType: '2', localCurrencyAmt: '5' });
    passHoldTime();
    expect(await expire()).toBe(1);
    expect(await fixture.onCard(cardId)).toEqual([8_500n, 0n]);
  });

  it('is cleared afterwards from the available balance, and never declined', async () => {
    const cardId = await fixture.card();
    const authorization = await fixture.sendTransaction(cardId, { localCurrencyAmt: '90' });
    passHoldTime();
    await expire();
    await fixture.sendTransaction(cardId, { transType: '7', transCategory: 2, localCurrencyAmt: '50' });
    await fixture.apply({ ...authorization, transCategory: 2 });
    expect(await fixture.onCard(cardId)).toEqual([-4_000n, 0n]);
  });

  it('is held again for late increments, for the usual time', async () => {
    const cardId = await fixture.card();
    const { recordNo: originRecordNo } = await fixture.sendTransaction(cardId);
    passHoldTime();
    await expire();
    for (const localCurrencyAmt of ['10', '5']) {
      await fixture.sendTransaction(cardId, { originRecordNo, localCurrencyAmt });
      const held = BigInt(localCurrencyAmt) * 100n;
      expect(await fixture.onCard(cardId)).toEqual([10_000n - held, held]);
      fixture.moveClock(fixture.deps.holdMs - 1);
      expect(await expire()).toBe(0);
      fixture.moveClock(1);
      expect(await expire()).toBe(1);
      expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    }
    // The network's own late reversal finds nothing left to release.
    await fixture.sendTransaction(cardId, { originRecordNo, transType: '2', localCurrencyAmt: '40' });
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    const { notifications } = await fixture.snapshot();
    const received = notifications
      .map(({ content }) => JSON.parse(content))
      .filter(({ originRecordNo: of, transType }) => of === originRecordNo && transType === '2');
    expect(received.map(({ settleAmount }) => settleAmount).sort()).toEqual([0, 10, 40, 5]);
  });

  it('of a cancelled card goes to the account', async () => {
    const cardId = await fixture.card();
    await fixture.sendTransaction(cardId);
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, fixture.own);
    await fulfilOrder(fixture.deps, orderId);
    const [before] = await fixture.onAccount();
    passHoldTime();
    expect(await expire()).toBe(1);
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await fixture.onAccount()).toEqual([before + 4_000n, 0n]);
  });
});

it('a settled or reversed authorization is no longer due', async () => {
  const cardId = await fixture.card();
  const settled = await fixture.sendTransaction(cardId);
  const reversed = await fixture.sendTransaction(cardId);
  await fixture.apply({ ...settled, transCategory: 2 });
  await fixture.sendTransaction(cardId, { originRecordNo: reversed.recordNo, transType: '2' });
  const items = await fixture.operator.scan('transactions');
  expect(items.filter((item) => item['cardId'] === cardId && 'dueAt' in item)).toEqual([]);
  passHoldTime();
  expect(await expire()).toBe(0);
  expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
});

it('a clearing during the expiry takes its money once', async () => {
  const cardIds = await Promise.all(Array.from({ length: 5 }, () => fixture.card()));
  const holds = await Promise.all(cardIds.map((cardId) => fixture.sendTransaction(cardId)));
  passHoldTime();
  await Promise.all([
    expire(),
    ...holds.map((authorization) => fixture.apply({ ...authorization, transCategory: 2 })),
  ]);
  for (const cardId of cardIds) expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
});

it('a hold that cannot be released is retried at growing intervals, with one alarm per reason', async () => {
  const other = await openTransactionFixture();
  const cardId = await other.card();
  const { recordNo } = await other.sendTransaction(cardId);
  other.moveClock(other.deps.holdMs);
  let reason = 'no line';
  let tries = 0;
  const write = async (writes: readonly Write[]) => {
    if (!writes.some(({ table }) => table === 'ledger')) return other.deps.store.write(writes);
    tries += 1;
    throw new Error(reason);
  };
  const raised: unknown[] = [];
  const alarm = (_: string, { reason: why }: Readonly<Record<string, string>>) => raised.push(why);
  const store = { ...interruptedStore(other.deps.store, async () => undefined), write };
  const deps = { ...other.deps, store, alarm };
  let at = 0;
  const isTriedAt = async (minute: number) => {
    other.moveClock((minute - at) * 60_000);
    at = minute;
    const before = tries;
    await Promise.all([expireHolds(deps), expireHolds(deps)]);
    return tries > before;
  };
  const minutes = [0, 1, 3, 7, 15, 31, 63, 127, 255, 435, 615, 795, 975];
  const tried: number[] = [];
  // At each of them and one minute before it: nothing else could be due in between.
  for (const minute of new Set(minutes.flatMap((one) => [Math.max(one - 1, 0), one])))
    if (await isTriedAt(minute)) tried.push(minute);
  expect(tried).toEqual(minutes);
  expect(raised).toEqual(['Error: no line']);
  reason = 'no paper';
  expect(await isTriedAt(1_154)).toBe(false);
  expect(await isTriedAt(1_155)).toBe(true);
  expect(raised).toEqual(['Error: no line', 'Error: no paper']);
  other.moveClock(3 * 3_600_000);
  expect(await expireHolds(other.deps)).toBe(1);
  expect(await other.onCard(cardId)).toEqual([10_000n, 0n]);
  const items = await other.operator.scan('transactions');
  expect(items.find(({ root }) => root === recordNo)).not.toHaveProperty('releaseFailure');
  expect(await other.differences()).toEqual([]);
});

it('a hold that cannot be released raises an alarm with the reason, and does not stop the others', async () => {
  const other = await openTransactionFixture();
  const [cardId, emptiedCard] = [await other.card(), await other.card()];
  /** Stores a hold of 40 USD for which no money is frozen. */
  const hold = async (of: string) => {
    const stray = eventFrom(
      transaction(of),
      { source: '90000001', issuer: 'embedded', currency: 'USD' },
      '+08:00',
      0,
    );
    const authorization = {
      ...newAuthorization({ ...stray, root: stray.recordNo, currency: 'USD' }),
      authorized: 4_000n,
    };
    const due = dueIndexAttributes(authorization.root, other.deps.now());
    const item = { ...authorizationKey(authorization), ...authorization, ...due };
    await other.deps.store.write([{ kind: 'put', table: 'transactions', item }]);
    return authorization.root;
  };
  const [withoutCard, withoutMoney] = [await hold('1150000000000009'), await hold(emptiedCard)];
  await other.sendTransaction(cardId);
  other.moveClock(other.deps.holdMs);
  const raised: unknown[] = [];
  const alarm = (...alarmed: unknown[]) => raised.push(alarmed);
  expect(await expireHolds({ ...other.deps, alarm })).toBe(1);
  expect(raised).toHaveLength(2);
  expect(raised).toContainEqual([
    'a hold cannot be released',
    {
      cardId: '1150000000000009',
      authorization: withoutCard,
      reason: 'Error: card 1150000000000009 does not exist',
    },
  ]);
  expect(raised).toContainEqual([
    'a hold cannot be released',
    {
      cardId: emptiedCard,
      authorization: withoutMoney,
      reason: expect.stringMatching(/^CardBalanceInsufficient: /),
    },
  ]);
  expect(await other.onCard(cardId)).toEqual([10_000n, 0n]);
});

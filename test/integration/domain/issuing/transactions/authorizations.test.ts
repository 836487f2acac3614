import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handleCardTransaction } from '../../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { expireHolds } from '../../../../../shared/domain/issuing/transactions/expire-holds.ts';
import { inquireTransactions } from '../../../../../shared/domain/issuing/transactions/transaction-inquiry.ts';
import type { UpstreamCall } from '../../../../../shared/domain/upstream-call.ts';
import { newId } from '../../../../../shared/runtime/ids.ts';
import { NotEntitled } from '../../../../../shared/wire/errors.ts';
import { newRecordNo, transaction } from '../../../../support/fixtures/transactions.ts';
import { permittedUpstream } from '../../../../support/fixtures/upstream-permissions.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { openCardNetwork } from './authorize/network-fixture.ts';
import { openTransactionFixture, type TransactionFixture } from './transaction-fixture.ts';

let fixture: TransactionFixture;
beforeAll(async () => {
  fixture = await openTransactionFixture();
});
afterAll(async () => {
  expect(await fixture.differences()).toEqual([]);
});

const alarmsOf = async (work: () => Promise<unknown>) => {
  const before = fixture.alarms.length;
  await work();
  return fixture.alarms.slice(before);
};

/** Returns all notifications of a card. */
const notificationsOf = async (cardId: string) =>
  (await fixture.snapshot()).notifications
    .map(({ content }) => JSON.parse(content))
    .filter((content) => content.cardId === cardId && content.transType !== undefined);

const by = (userNo: string): UpstreamCall =>
  ({ ...fixture.upstreamCall, upstream: permittedUpstream(userNo) }) as UpstreamCall;

describe('an increment', () => {
  it('that is authorized is held with its authorization, and one clearing releases both', async () => {
    const network = openCardNetwork(fixture);
    const cardId = await fixture.card();
    const { recordNo } = await network.authorize(cardId, { transCurrencyAmt: '40' });
    const more = await network.authorize(cardId, { transCurrencyAmt: '10', originRecordNo: recordNo });
    expect(more.approved).toBe(1);
    expect(await fixture.onCard(cardId)).toEqual([5_000n, 5_000n]);
    expect(await fixture.notificationsOf(more.recordNo)).toMatchObject([
      { originRecordNo: recordNo, localCurrencyAmt: 10 },
    ]);
    await fixture.apply(transaction(cardId, { recordNo, transCategory: 2, localCurrencyAmt: '45' }));
    expect(await fixture.onCard(cardId)).toEqual([5_500n, 0n]);
  });

  it('has follow-ups under its own number that belong to its authorization', async () => {
    const network = openCardNetwork(fixture);
    const cardId = await fixture.card();
    const { recordNo } = await network.authorize(cardId, { transCurrencyAmt: '40' });
    const more = await network.authorize(cardId, { transCurrencyAmt: '10', originRecordNo: recordNo });
    await fixture.apply(
      transaction(cardId, { recordNo: more.recordNo, transCategory: 2, localCurrencyAmt: '10' }),
    );
    expect(await fixture.onCard(cardId)).toEqual([5_000n, 4_000n]);
    await fixture.sendTransaction(cardId, {
      originRecordNo: more.recordNo,
      transType: '2',
      localCurrencyAmt: '15',
    });
    expect(await fixture.onCard(cardId)).toEqual([6_500n, 2_500n]);
  });

  it('is declined for an authorization that is settled, over-cleared or of another card', async () => {
    const network = openCardNetwork(fixture);
    const [cardId, other] = [await fixture.card(), await fixture.card()];
    const ask = (originRecordNo: string, of = cardId) =>
      network.authorize(of, { transCurrencyAmt: '1', originRecordNo });
    const { recordNo } = await network.authorize(cardId);
    expect(await ask(recordNo, other)).toMatchObject({ approved: 0, respCode: '400003' });
    await fixture.sendTransaction(cardId, {
      originRecordNo: recordNo,
      transCategory: 2,
      localCurrencyAmt: '20.01',
    });
    expect(await ask(recordNo)).toMatchObject({ approved: 0, respCode: '400005' });
    const settled = await network.authorize(cardId);
    await fixture.apply(transaction(cardId, { recordNo: settled.recordNo, transCategory: 2 }));
    expect(await ask(settled.recordNo)).toMatchObject({ approved: 0, respCode: '400005' });
    expect(await ask(newRecordNo())).toMatchObject({ approved: 1 });
  });

  it('is not a second use of a single-use card', async () => {
    const network = openCardNetwork(fixture);
    const cardId = await fixture.card({ enableMultiUse: 0 });
    const { recordNo } = await network.authorize(cardId);
    const more = await network.authorize(cardId, { originRecordNo: recordNo });
    expect(more.approved).toBe(1);
    expect(await network.authorize(cardId)).toMatchObject({ respCode: '200006' });
    expect(await network.authorize(cardId, { originRecordNo: newRecordNo() })).toMatchObject({
      respCode: '200006',
    });
  });

  it('that arrives while its follow-up is booked is matched with it', async () => {
    const cardId = await fixture.card();
    const root = await fixture.sendTransaction(cardId);
    const increment = transaction(cardId, { originRecordNo: root.recordNo, localCurrencyAmt: '10' });
    const reversal = transaction(cardId, {
      originRecordNo: increment.recordNo,
      transType: '2',
      localCurrencyAmt: '10',
    });
    const store = interruptedStore(fixture.deps.store, () => fixture.apply(increment));
    await fixture.apply(reversal, { ...fixture.deps, store });
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 4_000n]);
    const [second, third] = [await fixture.sendTransaction(cardId), transaction(cardId, { transType: '2' })];
    const link = transaction(cardId, { originRecordNo: second.recordNo, localCurrencyAmt: '10' });
    const leaf = { ...third, originRecordNo: link.recordNo, localCurrencyAmt: '10' };
    const other = interruptedStore(fixture.deps.store, () => fixture.apply(leaf));
    await fixture.apply(link, { ...fixture.deps, store: other });
    expect(await fixture.onCard(cardId)).toEqual([2_000n, 8_000n]);
  });
});

describe('a single-use card', () => {
  it('is used up by a webhook, and by a purchase that converts to zero', async () => {
    const network = openCardNetwork(fixture);
    const [received, converted] = [
      await fixture.card({ enableMultiUse: 0 }),
      await fixture.card({ enableMultiUse: 0 }),
    ];
    await fixture.sendTransaction(received, { transType: '7', transCategory: 2 });
    expect(await network.authorize(received)).toMatchObject({ respCode: '200006' });
    const yen = { transCurrency: 'JPY', transCurrencyAmt: '1', localCurrencyAmt: '0' };
    expect(await network.authorize(converted, yen)).toMatchObject({ approved: 1 });
    expect(await network.authorize(converted)).toMatchObject({ respCode: '200006' });
  });

  it('is used up when a webhook reports a purchase while another is decided', async () => {
    const cardId = await fixture.card({ enableMultiUse: 0 });
    const store = interruptedStore(fixture.deps.store, () => fixture.sendTransaction(cardId));
    const network = openCardNetwork({ deps: { ...fixture.deps, store } });
    expect(await network.authorize(cardId)).toMatchObject({ respCode: '200006' });
  });

  it('can be used once more after a check of 1.00 is fully reversed', async () => {
    const network = openCardNetwork(fixture);
    const cardId = await fixture.card({ enableMultiUse: 0 });
    const { recordNo } = await network.authorize(cardId, { transCurrencyAmt: '1' });
    await fixture.sendTransaction(cardId, {
      originRecordNo: recordNo,
      transType: '2',
      localCurrencyAmt: '1',
    });
    expect(await network.authorize(cardId)).toMatchObject({ approved: 1 });
    expect(await network.authorize(cardId)).toMatchObject({ respCode: '200006' });
  });
});

describe('two networks with the same record numbers', () => {
  it('report separate transactions, each notified under its own number, and do not affect each other', async () => {
    const [cardId, other] = [await fixture.card(), await fixture.card()];
    const first = await fixture.sendTransaction(cardId);
    const second = transaction(other, { recordNo: first.recordNo, localCurrencyAmt: '15' });
    await handleCardTransaction(second, by('90000003'));
    await handleCardTransaction(second, by('90000003'));
    const settlement = { ...second, transCategory: 2 } as const;
    await handleCardTransaction(settlement, by('90000003'));
    const reversal = transaction(other, {
      originRecordNo: first.recordNo,
      transType: '2',
      transCategory: 2,
      localCurrencyAmt: '5',
    });
    await handleCardTransaction(reversal, by('90000003'));
    const others = transaction(cardId, { originRecordNo: first.recordNo, transType: '2' });
    await expect(handleCardTransaction(others, by('90000003'))).rejects.toThrow(NotEntitled);
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 4_000n]);
    expect(await fixture.onCard(other)).toEqual([9_000n, 0n]);
    const ask = async (about: object) =>
      (
        await inquireTransactions(
          { timeType: 0, currentPage: 1, pageSize: 10, ...about } as never,
          fixture.own,
        )
      ).list;
    expect(await ask({ recordNo: first.recordNo })).toMatchObject([{ cardId }]);
    const list = await ask({ cardId: other });
    const own = list.find(({ transType }) => transType === '1');
    expect(own?.recordNo).not.toBe(first.recordNo);
    expect(await ask({ recordNo: own?.recordNo })).toEqual([own]);
    expect(list.find(({ transType }) => transType === '2')?.originRecordNo).toBe(own?.recordNo);
    expect(await fixture.notificationsOf(own?.recordNo ?? '')).toHaveLength(2);
  });

  it('refer to a transaction that comes later by the number that it gets', async () => {
    const [cardId, other] = [await fixture.card(), await fixture.card()];
    const first = await fixture.sendTransaction(cardId);
    const reversal = transaction(other, { originRecordNo: first.recordNo, transType: '2' });
    await handleCardTransaction(reversal, by('90000003'));
    const [received] = await fixture.notificationsOf(reversal.recordNo);
    await handleCardTransaction(transaction(other, { recordNo: first.recordNo }), by('90000003'));
    expect(await fixture.onCard(other)).toEqual([10_000n, 0n]);
    expect(await fixture.notificationsOf(received?.originRecordNo ?? '')).toMatchObject([
      { cardId: other, transType: '1' },
    ]);
  });

  it('get a number that no concurrent transaction has', async () => {
    const [cardId, other] = [await fixture.card(), await fixture.card()];
    const at = fixture.deps.now() + 1;
    const deps = { ...fixture.deps, now: () => at, random: () => 7 };
    const first = await fixture.sendTransaction(cardId);
    const second = transaction(other, { recordNo: first.recordNo });
    await handleCardTransaction(second, { ...by('90000003'), deps });
    const own = newId(deps.now(), deps.random);
    const records = await fixture.operator.scan('transactions');
    expect(records.filter((item) => item['recordNo'] === own)).toEqual([]);
    // The next number that is drawn is already taken.
    const third = transaction(other, {
      recordNo: (await fixture.sendTransaction(cardId)).recordNo,
      localCurrencyAmt: '1',
    });
    let generated = 0;
    const again = { ...deps, random: () => (generated++ < 2 ? 7 : 8) };
    await handleCardTransaction(third, { ...by('90000003'), deps: again });
    expect(await fixture.onCard(other)).toEqual([5_900n, 4_100n]);
  });

  it('get no number of a hold expiry', async () => {
    const cardId = await fixture.card();
    await fixture.sendTransaction(cardId);
    fixture.moveClock(fixture.deps.holdMs);
    await expireHolds(fixture.deps);
    const records = await fixture.operator.scan('transactions');
    const expiry = records.find((item) => item['cardId'] === cardId && 'expiryOf' in item);
    const content = transaction(cardId, { recordNo: String(expiry?.['recordNo']) });
    await fixture.apply(content);
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 4_000n]);
  });
});

describe('a refund or settled reversal', () => {
  it('returns at most what was cleared, whenever the hold expires', async () => {
    const cardId = await fixture.card();
    const { recordNo } = await fixture.sendTransaction(cardId);
    await fixture.sendTransaction(cardId, { originRecordNo: recordNo, transType: '2', transCategory: 2 });
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    fixture.moveClock(fixture.deps.holdMs);
    await expireHolds(fixture.deps);
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
  });

  it('raises an alarm, also when its cause is repeated, where it exceeds what was cleared', async () => {
    const cardId = await fixture.card();
    const first = await fixture.sendTransaction(cardId);
    const refund = transaction(cardId, {
      originRecordNo: first.recordNo,
      transType: '3',
      transCategory: 2,
      localCurrencyAmt: '50',
    });
    expect(await alarmsOf(() => fixture.apply(refund))).toEqual([]);
    const settlement = { ...first, transCategory: 2 } as const;
    expect(await alarmsOf(() => fixture.apply(settlement))).toEqual(['refunds exceed the cleared amount']);
    expect(await alarmsOf(() => fixture.apply(settlement))).toEqual(['refunds exceed the cleared amount']);
    const about = { cardId, authorization: first.recordNo, returned: '1000' };
    expect(fixture.alarmDetails.at(-1)).toEqual({ what: 'refunds exceed the cleared amount', about });
    expect(await fixture.onCard(cardId)).toEqual([11_000n, 0n]);
  });

  it('raises an alarm when the hold of a refunded purchase expires, or the purchase is unknown', async () => {
    const cardId = await fixture.card();
    const { recordNo } = await fixture.sendTransaction(cardId);
    const refund = { transType: '3', transCategory: 2 } as const;
    await fixture.sendTransaction(cardId, { ...refund, originRecordNo: recordNo });
    fixture.moveClock(fixture.deps.holdMs);
    expect(await alarmsOf(() => expireHolds(fixture.deps))).toEqual(['refunds exceed the cleared amount']);
    expect(
      await alarmsOf(() => fixture.sendTransaction(cardId, { ...refund, originRecordNo: newRecordNo() })),
    ).toEqual(['refunds exceed the cleared amount']);
    expect(await alarmsOf(() => fixture.sendTransaction(cardId, refund))).toEqual([]);
  });
});

describe('the notified settleAmount', () => {
  const settleAmounts = async (recordNo: string) =>
    (await fixture.notificationsOf(recordNo)).map(({ settleAmount }) => settleAmount);

  it('is absent for an authorization and zero for a reversal after the hold expiry', async () => {
    const cardId = await fixture.card();
    const { recordNo } = await fixture.sendTransaction(cardId);
    fixture.moveClock(fixture.deps.holdMs);
    await expireHolds(fixture.deps);
    const late = await fixture.sendTransaction(cardId, { originRecordNo: recordNo, transType: '2' });
    expect(await settleAmounts(recordNo)).toEqual([undefined]);
    expect(await settleAmounts(late.recordNo)).toEqual([0]);
    const request = { cardId, transType: '2', timeType: 0, currentPage: 1, pageSize: 10 } as const;
    const { list } = await inquireTransactions(request, fixture.own);
    expect(list.map(({ settleAmount }) => settleAmount).sort()).toEqual([0, 40]);
  });

  it('is what a reversal released, and zero where nothing moved', async () => {
    const cardId = await fixture.card();
    const { recordNo: originRecordNo } = await fixture.sendTransaction(cardId);
    const part = await fixture.sendTransaction(cardId, {
      originRecordNo,
      transType: '2',
      localCurrencyAmt: '50',
    });
    const settled = await fixture.sendTransaction(cardId, {
      originRecordNo,
      transType: '2',
      transCategory: 2,
    });
    const refund = await fixture.sendTransaction(cardId, { originRecordNo, transType: '3' });
    const declined = await fixture.sendTransaction(cardId, { transStatus: '2' });
    expect(await settleAmounts(part.recordNo)).toEqual([40]);
    expect(await settleAmounts(settled.recordNo)).toEqual([0]);
    expect(await settleAmounts(refund.recordNo)).toEqual([0]);
    expect(await settleAmounts(declined.recordNo)).toEqual([undefined]);
  });
});

describe('an adjustment is notified for', () => {
  it('money that returns when the authorization of an early reversal arrives', async () => {
    const cardId = await fixture.card();
    const clearing = await fixture.sendTransaction(cardId, { transCategory: 2 });
    const { recordNo, ...increment } = transaction(cardId, {
      originRecordNo: clearing.recordNo,
      localCurrencyAmt: '1',
    });
    const undo = { originRecordNo: recordNo, transType: '2', transCategory: 2 } as const;
    const reversal = await fixture.sendTransaction(cardId, undo);
    expect(await fixture.notificationsOf(reversal.recordNo)).toMatchObject([{ settleAmount: 0 }]);
    await fixture.apply({ ...increment, recordNo });
    await fixture.apply({ ...increment, recordNo });
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    const known = [clearing.recordNo, reversal.recordNo, recordNo];
    const own = (await notificationsOf(cardId)).filter((one) => !known.includes(one.recordNo));
    expect(own).toMatchObject([
      {
        ...{ transType: '2', transCategory: 2, originRecordNo: clearing.recordNo, transStatus: '1' },
        ...{ localCurrencyAmt: 0, settleAmount: 40, fundsDirection: 1, fundsType: 1 },
      },
    ]);
    const request = { recordNo: own[0].recordNo, timeType: 0, currentPage: 1, pageSize: 10 } as const;
    expect((await inquireTransactions(request, fixture.own)).list).toMatchObject(own);
  });

  it('money that returns beyond a clearing, which itself took nothing', async () => {
    const cardId = await fixture.card();
    const first = await fixture.sendTransaction(cardId, { transCategory: 2 });
    const second = transaction(cardId, { originRecordNo: first.recordNo, localCurrencyAmt: '10' });
    const undo = { originRecordNo: second.recordNo, transType: '2', transCategory: 2 } as const;
    await fixture.sendTransaction(cardId, { ...undo, localCurrencyAmt: '50' });
    await fixture.apply({ ...second, transCategory: 2 });
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    const settled = (await notificationsOf(cardId)).map(({ settleAmount, fundsDirection }) => [
      settleAmount,
      fundsDirection,
    ]);
    expect(settled.toSorted()).toEqual([
      [0, 0],
      [0, 1],
      [40, 0],
      [40, 1],
    ]);
  });

  it('a hold that shrinks by more than an increment adds, or by a declined one', async () => {
    for (const transStatus of ['1', '2'] as const) {
      const cardId = await fixture.card();
      const { recordNo: originRecordNo } = await fixture.sendTransaction(cardId);
      const increment = transaction(cardId, { originRecordNo, localCurrencyAmt: '10', transStatus });
      await fixture.sendTransaction(cardId, {
        originRecordNo: increment.recordNo,
        transType: '2',
        localCurrencyAmt: '30',
      });
      await fixture.apply(increment);
      const released = transStatus === '1' ? 20 : 30;
      expect(await fixture.onCard(cardId)).toEqual([
        6_000n + BigInt(released) * 100n,
        4_000n - BigInt(released) * 100n,
      ]);
      const [own] = (await notificationsOf(cardId)).filter((one) => one.localCurrencyAmt === 0);
      const received = { transType: '2', transCategory: 1, originRecordNo, settleAmount: released };
      expect(own).toMatchObject(received);
    }
  });
});

it('a hold at a hotel expires later', async () => {
  const network = openCardNetwork(fixture);
  const cardId = await fixture.card();
  await network.authorize(cardId, { merchantCategoryCode: '7011' });
  await network.authorize(cardId, { merchantCategoryCode: '5814', transCurrencyAmt: '5' });
  fixture.moveClock(fixture.deps.holdMs);
  expect(await expireHolds(fixture.deps)).toBeGreaterThanOrEqual(1);
  expect(await fixture.onCard(cardId)).toEqual([8_000n, 2_000n]);
  fixture.moveClock(fixture.deps.travelHoldMs - fixture.deps.holdMs - 1);
  await expireHolds(fixture.deps);
  expect(await fixture.onCard(cardId)).toEqual([8_000n, 2_000n]);
  fixture.moveClock(1);
  await expireHolds(fixture.deps);
  expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
});

it('a hold expiry is notified under the number that the merchant knows', async () => {
  const [cardId, other] = [await fixture.card(), await fixture.card()];
  const first = await fixture.sendTransaction(cardId);
  await handleCardTransaction(transaction(other, { recordNo: first.recordNo }), by('90000003'));
  const [authorization] = await notificationsOf(other);
  fixture.moveClock(fixture.deps.holdMs);
  await expireHolds(fixture.deps);
  const expired = (await notificationsOf(other)).filter(({ transType }) => transType === '2');
  expect(expired).toMatchObject([{ originRecordNo: authorization.recordNo, settleAmount: 40 }]);
});

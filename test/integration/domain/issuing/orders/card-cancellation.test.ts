import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { cardOf } from '../../../../../shared/domain/issuing/model/card.ts';
import { groupOf } from '../../../../../shared/domain/issuing/model/group.ts';
import type { OrderOutcome } from '../../../../../shared/domain/issuing/model/issuer.ts';
import { readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { pageOrders } from '../../../../../shared/domain/issuing/orders/order-pages.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { settleOrder } from '../../../../../shared/domain/issuing/orders/settle-order.ts';
import {
  balanceKey,
  cardAccount,
  merchantCardAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { entryWrites } from '../../../../../shared/domain/money/ledger/entry.ts';
import { transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import { opTypes } from '../../../../../shared/wire/contract/codes.ts';
import {
  newRequestNo,
  onCard,
  openedCard,
  openedGroup,
  supplementary,
} from '../../../../support/fixtures/card-steps.ts';
import { fulfilledLater } from '../../../../support/fixtures/test-platform.ts';
import { interruptedStore, readInterruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { openTransactionFixture, type TransactionFixture } from '../transactions/transaction-fixture.ts';

let fixture: TransactionFixture;
beforeAll(async () => {
  fixture = await openTransactionFixture(fulfilledLater);
});
afterAll(async () => {
  // Entries that a test books itself have no record.
  expect((await fixture.differences()).filter((one) => !one.startsWith('test/'))).toEqual([]);
});

const close = async (cardId: string, by: MerchantCall = fixture.own): Promise<string> =>
  (await cancelCard({ userReqNo: newRequestNo('close'), cardId }, by)).orderId;
const fulfil = ({ orderId }: { orderId: string }) => fulfilOrder(fixture.deps, orderId);

describe('the debt of a cancelled card', () => {
  it('is paid by its account, even an empty one, in the entry that closes the card', async () => {
    const merchantWithFunds = fixture.call(await fixture.merchant('802', 10_100n));
    const cardId = await openedCard(merchantWithFunds);
    await fixture.sendTransaction(cardId, { localCurrencyAmt: '130' });
    const orderId = await close(cardId, merchantWithFunds);
    await fulfil({ orderId });
    const [card, account] = [cardAccount(cardId, 'USD'), merchantCardAccount('802', 'USD')];
    expect(await fixture.balance(card)).toEqual([0n, 13_000n]);
    expect(await fixture.balance(account)).toEqual([-3_000n, 0n]);
    const { entries } = await fixture.snapshot();
    expect(entries.find(({ cause }) => cause === `order/${orderId}/settled`)?.postings).toEqual([
      { account, side: 'available', amount: -3_000n },
      { account: card, side: 'available', amount: 3_000n },
    ]);
    const about = { account, available: '-3000', cause: `order/${orderId}/settled` };
    expect(fixture.alarmDetails.at(-1)).toEqual({ what: 'a balance is below zero', about });
  });

  it('is the debt at that moment: a concurrent payment is not paid again', async () => {
    const cardId = await fixture.card();
    await fixture.sendTransaction(cardId, { localCurrencyAmt: '130' });
    const orderId = await close(cardId);
    const [before] = await fixture.onAccount();
    const account = merchantCardAccount(fixture.own.merchant.userNo, 'USD');
    const postings = transfer([account, 'available'], [cardAccount(cardId, 'USD'), 'available'], 1_000n);
    const payment = { cause: `test/${orderId}`, at: fixture.deps.now(), postings };
    const store = interruptedStore(fixture.deps.store, () =>
      fixture.deps.store.write(entryWrites(payment, (of) => new Error(`too little on ${of}`))),
    );
    await fulfilOrder({ ...fixture.deps, store }, orderId);
    expect(await fixture.onCard(cardId)).toEqual([0n, 13_000n]);
    expect(await fixture.onAccount()).toEqual([before - 3_000n, 0n]);
  });

  it.each<[string, string, OrderOutcome, bigint]>([
    ['success', '803', { state: 'succeeded' }, -3_000n],
    ['failure', '804', { state: 'refused', reason: 'no' }, 0n],
  ])(
    'is paid by the first outcome, and a second worker returns that: %s',
    async (status, userNo, first, paid) => {
      const { store } = fixture.deps;
      const merchantWithFunds = fixture.call(await fixture.merchant(userNo, 10_100n));
      const cardId = await openedCard(merchantWithFunds);
      await fixture.sendTransaction(cardId, { localCurrencyAmt: '130' });
      const order = await readOrder(store, await close(cardId, merchantWithFunds));
      const account = merchantCardAccount(userNo, 'USD');
      const between = readInterruptedStore(store, balanceKey(account).pk, () =>
        settleOrder(fixture.deps, order, first),
      );
      const last = await settleOrder({ ...fixture.deps, store: between }, order, { state: 'succeeded' });
      expect(last).toMatchObject({ status });
      expect(last).toEqual(await readOrder(store, order.orderId));
      expect(await fixture.balance(account)).toEqual([paid, 0n]);
    },
  );
});

describe('a transaction while a cancellation is in process', () => {
  const spend = async (changes: object) => {
    const cardId = await fixture.card();
    const held = await fixture.sendTransaction(cardId);
    const orderId = await close(cardId);
    await fixture.apply({ ...held, transCategory: 2, ...changes });
    return { cardId, orderId, order: await readOrder(fixture.deps.store, orderId) };
  };
  const received = async (orderId: string) =>
    (await fixture.snapshot()).notifications
      .filter(({ notificationId }) => notificationId.endsWith(`/card_operate/${orderId}`))
      .map(({ content }) => JSON.parse(content));

  it.each<[string, string, bigint]>([
    ['less than the hold', '25', 1_500n],
    ['as much as the hold', '40', 0n],
    ['more than the hold', '70', -3_000n],
    ['more than the balance', '130', -9_000n],
  ])('stays on the card when the cancellation is refused: %s', async (_, settleAmount, available) => {
    const [before] = await fixture.onAccount();
    const { cardId, order } = await spend({ settleAmount });
    await settleOrder(fixture.deps, order, { state: 'refused', reason: 'no' });
    expect(await fixture.onCard(cardId)).toEqual([6_000n + available, 0n]);
    // The account paid nothing but the card's 100 and its opening fee.
    expect(await fixture.onAccount()).toEqual([before - 10_100n, 0n]);
  });

  it.each<[string, string, number]>([
    ['less than the hold', '25', 75],
    ['as much as the hold', '40', 60],
    ['more than the hold', '70', 30],
    ['the whole balance', '100', 0],
    ['more than the balance', '130', 0],
  ])(
    'goes to the account when the cancellation succeeds, whose amount shows what was returned: %s',
    async (_, settleAmount, returned) => {
      const [before] = await fixture.onAccount();
      const { cardId, orderId } = await spend({ settleAmount });
      await fulfil({ orderId });
      expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
      const cleared = BigInt(settleAmount) * 100n;
      expect(await fixture.onAccount()).toEqual([before - 100n - cleared, 0n]);
      expect(await received(orderId)).toMatchObject([{ amount: returned, fee: 0 }]);
      const { list } = await pageOrders({ orderId, currentPage: 1, pageSize: 1 }, fixture.own);
      expect(list).toMatchObject([{ amount: returned }]);
      const card = await cardOf(fixture.deps.store, fixture.own.merchant.userNo, cardId);
      expect(card.closedAmount).toBe(BigInt(returned) * 100n);
    },
  );

  it('is capped on the wire where refunds exceed what an amount can express', async () => {
    const cardId = await fixture.card();
    for (const _ of ['once', 'twice'])
      await fixture.sendTransaction(cardId, {
        transType: '3',
        transCategory: 2,
        localCurrencyAmt: '9999999999999.99',
      });
    const orderId = await close(cardId);
    const page = async () => (await pageOrders({ orderId, currentPage: 1, pageSize: 1 }, fixture.own)).list;
    expect(await page()).toMatchObject([{ status: 0, amount: 20_000_000_000_099.9 }]);
    expect(await fulfil({ orderId })).toMatchObject({ status: 'success', amount: 2_000_000_000_009_998n });
    expect(await received(orderId)).toMatchObject([{ status: 1, amount: 20_000_000_000_099.9 }]);
    expect(await page()).toMatchObject([{ status: 1, amount: 20_000_000_000_099.9 }]);
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
  });

  it.each<[string, string, string[]]>([
    ['less than the hold', '25', []],
    ['more than the hold', '70', []],
    ['the whole balance', '100', []],
    ['more than the balance', '100.01', ['a balance is below zero']],
  ])(
    'raises an alarm for an overdraft, but not for money that the cancellation has frozen: %s',
    async (_, amount, raisesAlarm) => {
      const before = fixture.alarms.length;
      const { cardId, order } = await spend({ settleAmount: amount });
      expect(fixture.alarms.slice(before)).toEqual(raisesAlarm);
      // A refused cancellation leaves no trace: a later overdraft raises the alarm as usual.
      await settleOrder(fixture.deps, order, { state: 'refused', reason: 'no' });
      const [left] = await fixture.onCard(cardId);
      const available = left > 0n ? left : 0n;
      await fixture.sendTransaction(cardId, {
        transType: '7',
        transCategory: 2,
        localCurrencyAmt: String(Number(available + 1n) / 100),
      });
      expect(fixture.alarms.slice(before)).toEqual([...raisesAlarm, 'a balance is below zero']);
    },
  );

  it('raises an alarm where an authorization or a refund order has frozen the money', async () => {
    const forced = (cardId: string, localCurrencyAmt: string) =>
      fixture.sendTransaction(cardId, { transType: '7', transCategory: 2, localCurrencyAmt });
    const before = fixture.alarms.length;
    const held = await fixture.card();
    await fixture.sendTransaction(held);
    await close(held);
    await forced(held, '60');
    expect(fixture.alarms).toHaveLength(before);
    await forced(held, '0.01');
    const refunded = await fixture.card();
    await refundCard({ ...onCard(refunded), refundAmount: '30' }, fixture.own);
    await forced(refunded, '70.01');
    expect(fixture.alarms.slice(before)).toEqual(['a balance is below zero', 'a balance is below zero']);
  });

  it('excludes orders: a recharge that was accepted earlier fails', async () => {
    const cardId = await fixture.card();
    const recharge = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, fixture.own);
    const orderId = await close(cardId);
    expect(await fulfil(recharge)).toMatchObject({ status: 'failure', failure: 'card is closed' });
    const order = await readOrder(fixture.deps.store, orderId);
    await settleOrder(fixture.deps, order, { state: 'refused', reason: 'no' });
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    await fulfil(await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, fixture.own));
    expect(await fixture.onCard(cardId)).toEqual([15_000n, 0n]);
  });

  it('leaves a failed refund on the card, whatever the outcome of the cancellation', async () => {
    for (const [outcome, left] of [
      [{ state: 'refused', reason: 'no' }, 10_000n],
      [{ state: 'succeeded' }, 0n],
    ] as const) {
      const cardId = await fixture.card();
      const refund = await refundCard({ ...onCard(cardId), refundAmount: '30' }, fixture.own);
      const order = await readOrder(fixture.deps.store, await close(cardId));
      const open = await readOrder(fixture.deps.store, refund.orderId);
      await settleOrder(fixture.deps, open, { state: 'refused', reason: 'no' });
      await settleOrder(fixture.deps, order, outcome);
      expect(await fixture.onCard(cardId)).toEqual([left, 0n]);
    }
  });
});

it('a supplementary card whose cancellation fails is unchanged, without an account of its own', async () => {
  const { store } = fixture.deps;
  const { userNo } = fixture.own.merchant;
  const groupId = await openedGroup(fixture.own);
  const cardId = await openedCard(fixture.own, supplementary(groupId));
  const order = await readOrder(store, await close(cardId));
  await settleOrder(fixture.deps, order, { state: 'refused', reason: 'no' });
  expect(await cardOf(store, userNo, cardId)).toMatchObject({ status: 'active', groupId });
  expect(await groupOf(store, userNo, groupId)).toMatchObject({ cardCount: 1, funded: 50_000n });
  expect((await fixture.snapshot()).balances.has(cardAccount(cardId, 'USD'))).toBe(false);
});

it('orders on a card without a group create no group', async () => {
  const groupId = await openedGroup(fixture.own);
  const cardId = await fixture.card();
  await fulfil(await rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, fixture.own));
  await fulfil(await refundCard({ ...onCard(cardId), refundAmount: '10' }, fixture.own));
  await fulfil({ orderId: await close(cardId) });
  const { groups, orders } = await fixture.snapshot();
  const opened = orders.filter(({ opType }) => opType === opTypes.groupOpening).map(({ orderId }) => orderId);
  expect(opened).toContain(groupId);
  expect([...groups.keys()].sort()).toEqual(opened.sort());
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../../../../infra/demo/seed/seed.ts';
import { saveBinRange } from '../../../../../shared/domain/issuing/model/bin-range.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { handleCardTransaction } from '../../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { handleTradeFee } from '../../../../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import { groupAccount, merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import type { UpstreamCall } from '../../../../../shared/domain/upstream-call.ts';
import { NothingFound, ParameterInvalid, RequestNumberReused } from '../../../../../shared/wire/errors.ts';
import {
  newRequestNo,
  openedCard,
  openedGroup,
  supplementary,
} from '../../../../support/fixtures/card-steps.ts';
import { fulfilledLater } from '../../../../support/fixtures/test-platform.ts';
import { type ReceivedFee, tradeFee, transaction } from '../../../../support/fixtures/transactions.ts';
import { Crash } from '../../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { openTransactionFixture, type TransactionFixture } from './transaction-fixture.ts';

let fixture: TransactionFixture;
/** A range whose cards pay the network's fees themselves. */
const PAYS = { binRangeId: 'M1' };

beforeAll(async () => {
  fixture = await openTransactionFixture(fulfilledLater);
  for (const range of DEMO_RANGES)
    if (range.binRangeId !== 'V1') await saveBinRange(fixture.deps.store, { ...range, feesFrom: 'card' });
});
afterAll(async () => {
  expect(await fixture.differences()).toEqual([]);
});

const charge = (content: ReceivedFee, by: UpstreamCall = fixture.upstreamCall) => handleTradeFee(content, by);
const notificationsOf = async ({ receiptNo }: ReceivedFee) =>
  (await fixture.snapshot()).notifications
    .filter(({ type }) => type === 'trade_fee')
    .map(({ content }) => JSON.parse(content) as ReceivedFee)
    .filter((content) => content.receiptNo === receiptNo);

describe('a fee is charged', () => {
  it('to the account by default, and notified under the merchant’s number', async () => {
    const cardId = await fixture.card();
    const [[before], owed] = [await fixture.onAccount(), await fixture.owed()];
    const content = tradeFee(cardId);
    await charge(content);
    expect(await fixture.onAccount()).toEqual([before - 75n, 0n]);
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    expect((await fixture.owed()) - owed).toBe(75n);
    expect(await notificationsOf(content)).toEqual([{ ...content, userNo: fixture.own.merchant.userNo }]);
  });

  it('to the card where its range says so, even beyond its balance', async () => {
    const cardId = await fixture.card(PAYS);
    const before = fixture.alarms.length;
    await charge(tradeFee(cardId, { realFee: '99.5' }));
    expect(await fixture.onCard(cardId)).toEqual([50n, 0n]);
    expect(fixture.alarms).toHaveLength(before);
    await charge(tradeFee(cardId));
    expect(await fixture.onCard(cardId)).toEqual([-25n, 0n]);
    expect(fixture.alarms.slice(before)).toEqual(['a balance is below zero']);
  });

  it('to the pool of a supplementary card’s group', async () => {
    const groupId = await openedGroup(fixture.own);
    await charge(tradeFee(await fixture.card(supplementary(groupId))));
    expect(await fixture.balance(groupAccount(groupId, 'USD'))).toEqual([49_925n, 0n]);
  });

  it('to the account of its currency when that is not the card’s', async () => {
    const cardId = await fixture.card(PAYS);
    await charge(tradeFee(cardId, { realCcy: 'JPY', realFee: '75' }));
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    const account = merchantCardAccount(fixture.own.merchant.userNo, 'JPY');
    expect(await fixture.balance(account)).toEqual([-75n, 0n]);
  });

  it('to the account once the card is cancelled', async () => {
    const cardId = await fixture.card(PAYS);
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, fixture.own);
    await fulfilOrder(fixture.deps, orderId);
    const [before] = await fixture.onAccount();
    await charge(tradeFee(cardId));
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await fixture.onAccount()).toEqual([before - 75n, 0n]);
  });

  it('to the account when the card is cancelled while it is charged', async () => {
    const cardId = await fixture.card(PAYS);
    const [before] = await fixture.onAccount();
    const store = interruptedStore(fixture.deps.store, async () => {
      const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, fixture.own);
      await fulfilOrder(fixture.deps, orderId);
    });
    await charge(tradeFee(cardId), { ...fixture.upstreamCall, deps: { ...fixture.deps, store } });
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await fixture.onAccount()).toEqual([before + 10_000n - 75n, 0n]);
  });
});

it('a transaction notification says who pays its fees: the account, or the card while it is open', async () => {
  const feeTypes = async (recordNo: string) =>
    (await fixture.notificationsOf(recordNo)).map(({ feeType }) => feeType);
  const cardId = await fixture.card(PAYS);
  const [own, open] = [
    await fixture.sendTransaction(await fixture.card()),
    await fixture.sendTransaction(cardId),
  ];
  expect([await feeTypes(own.recordNo), await feeTypes(open.recordNo)]).toEqual([[2], [1]]);
  await cancelCard({ userReqNo: newRequestNo('close'), cardId }, fixture.own);
  expect(await feeTypes((await fixture.sendTransaction(cardId, { transCategory: 2 })).recordNo)).toEqual([1]);
  await fixture.fulfilAll();
  expect(await feeTypes((await fixture.sendTransaction(cardId, { transCategory: 2 })).recordNo)).toEqual([2]);
  await fixture.fulfilAll();
});

describe('a fee is refunded', () => {
  it('to the account that paid it, and notified with a negative amount', async () => {
    const cardId = await fixture.card(PAYS);
    await charge(tradeFee(cardId, { realFee: '5' }));
    const back = tradeFee(cardId, { realFee: '-4.5' });
    for (const _ of [1, 2]) await charge(back);
    expect(await fixture.onCard(cardId)).toEqual([9_950n, 0n]);
    expect(await notificationsOf(back)).toMatchObject([{ realFee: '-4.5' }]);
  });
});

describe('a receipt', () => {
  it('belongs to its network: the same number of another network is another receipt', async () => {
    const cardId = await fixture.card();
    const [before] = await fixture.onAccount();
    const content = tradeFee(cardId);
    const other = {
      ...fixture.upstreamCall,
      upstream: { ...fixture.upstreamCall.upstream, userNo: '90000009' },
    };
    await charge(content);
    await charge({ ...content, realFee: '0.5' }, other);
    expect(await fixture.onAccount()).toEqual([before - 125n, 0n]);
  });

  it('with a number that another network has used is notified under a number of this platform, once', async () => {
    const cardId = await fixture.card();
    const [one, two] = ['90000008', '90000009'].map((userNo) => ({
      ...fixture.upstreamCall,
      upstream: { ...fixture.upstreamCall.upstream, userNo },
    })) as [UpstreamCall, UpstreamCall];
    const content = tradeFee(cardId);
    const fees = async () =>
      (await fixture.snapshot()).notifications
        .filter(
          ({ type, notificationId }) => type === 'trade_fee' && notificationId.endsWith(content.receiptNo),
        )
        .map((received) => JSON.parse(received.content) as ReceivedFee);
    await Promise.all([charge(content, one), charge(content, two)]);
    const before = await fees();
    for (const by of [one, two]) await charge(content, by);
    expect(await fees()).toEqual(before);
    const numbers = before.map(({ receiptNo }) => receiptNo);
    expect(new Set(numbers).size).toBe(2);
    expect(numbers).toContain(content.receiptNo);
    await expect(charge({ ...content, realFee: '3' }, two)).rejects.toThrow(RequestNumberReused);
  });

  it('refers to its transaction by the number that the merchant knows', async () => {
    const cardId = await fixture.card();
    const other = {
      ...fixture.upstreamCall,
      upstream: { ...fixture.upstreamCall.upstream, userNo: '90000009' },
    };
    const { recordNo } = await fixture.sendTransaction(cardId);
    await handleCardTransaction(transaction(cardId, { recordNo, localCurrencyAmt: '7' }), other);
    const content = tradeFee(cardId, { recordNo });
    await charge(content, other);
    const [received] = await notificationsOf(content);
    expect(received?.recordNo).not.toBe(recordNo);
    expect(await fixture.notificationsOf(received?.recordNo ?? '')).toMatchObject([{ localCurrencyAmt: 7 }]);
  });

  it('repeated with other texts changes nothing', async () => {
    const content = tradeFee(await fixture.card());
    await charge(content);
    const [before] = await fixture.onAccount();
    await charge({ ...content, opType: 98, createAt: '2026-03-01T09:00:00+08:00', recordNo: undefined });
    expect(await fixture.onAccount()).toEqual([before, 0n]);
  });

  it.each(['0.75', '0'])(
    'of %s is charged and notified once, even when it arrives several times at once',
    async (realFee) => {
      const cardId = await fixture.card();
      const [before] = await fixture.onAccount();
      const content = tradeFee(cardId, { realFee });
      await Promise.all(Array.from({ length: 5 }, () => charge(content)));
      await charge(content);
      expect(await fixture.onAccount()).toEqual([before - BigInt(Number(realFee) * 100), 0n]);
      expect(await notificationsOf(content)).toHaveLength(1);
    },
  );

  it('is charged by a repeat when its first write failed', async () => {
    const content = tradeFee(await fixture.card());
    const store = interruptedStore(fixture.deps.store, () => Promise.reject(new Crash()));
    await expect(
      charge(content, { ...fixture.upstreamCall, deps: { ...fixture.deps, store } }),
    ).rejects.toThrow(Crash);
    expect(await notificationsOf(content)).toEqual([]);
    await charge(content);
    expect(await notificationsOf(content)).toHaveLength(1);
  });

  it('is refused with another amount, currency or card', async () => {
    const [cardId, other] = [await fixture.card(), await fixture.card()];
    const content = tradeFee(cardId);
    await charge(content);
    const before = await fixture.onAccount();
    for (const changes of [{ realFee: '0.76' }, { realFee: '-0.75' }, { realCcy: 'EUR' }, { cardId: other }])
      await expect(charge({ ...content, ...changes } as ReceivedFee)).rejects.toThrow(RequestNumberReused);
    expect(await fixture.onAccount()).toEqual(before);
  });

  it('is refused for a card of another merchant', async () => {
    const other = fixture.call(await fixture.merchant('802', 1_000_000n));
    const content = tradeFee(await fixture.card());
    await charge(content);
    const elsewhere = { ...content, cardId: await openedCard(other) };
    await expect(charge(elsewhere)).rejects.toThrow(RequestNumberReused);
    expect(await notificationsOf(content)).toHaveLength(1);
  });
});

describe('the webhook refuses', () => {
  it('a fee of an unknown card, or another issuer’s', async () => {
    const elsewhere = {
      ...fixture.upstreamCall,
      upstream: { userNo: '90000002', issuer: 'upstream' },
    } as UpstreamCall;
    await expect(charge(tradeFee('1150000000000009'))).rejects.toThrow(NothingFound);
    await expect(charge(tradeFee(await fixture.card()), elsewhere)).rejects.toThrow(NothingFound);
  });

  it('a fee with more decimals than its currency', async () => {
    const content = tradeFee(await fixture.card(), { realCcy: 'JPY' });
    await expect(charge(content)).rejects.toThrow(new ParameterInvalid('realFee', 'JPY has 0 decimals'));
    expect(await notificationsOf(content)).toEqual([]);
  });
});

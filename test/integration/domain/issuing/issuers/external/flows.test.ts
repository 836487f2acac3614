import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { handle3dsOtp } from '../../../../../../shared/domain/issuing/cards/card-3ds-otp-webhook.ts';
import { inquireCard } from '../../../../../../shared/domain/issuing/cards/card-inquiry.ts';
import { modifyCard } from '../../../../../../shared/domain/issuing/cards/modify-card.ts';
import { changeGroupStatus } from '../../../../../../shared/domain/issuing/groups/change-group-status.ts';
import { cardOf } from '../../../../../../shared/domain/issuing/model/card.ts';
import { groupOf } from '../../../../../../shared/domain/issuing/model/group.ts';
import { type Order, readOrder } from '../../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../../shared/domain/issuing/orders/card-opening.ts';
import { openGroup } from '../../../../../../shared/domain/issuing/orders/group-opening.ts';
import { rechargeCard } from '../../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../../shared/domain/issuing/orders/refund.ts';
import { handleCardTransaction } from '../../../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { expireHolds } from '../../../../../../shared/domain/issuing/transactions/expire-holds.ts';
import { handleTradeFee } from '../../../../../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import type { UpstreamCall } from '../../../../../../shared/domain/upstream-call.ts';
import { cardExpiredAt } from '../../../../../../shared/runtime/vault/secret-retention.ts';
import { LimitBelowUsed, NothingFound, TryAgainLater } from '../../../../../../shared/wire/errors.ts';
import {
  ISSUER_NAME,
  openTwoPlatforms,
  PREFUNDED,
  type TwoPlatforms,
} from '../../../../../support/clouds/two-platforms.ts';
import { newRequestNo, onCard, opening, supplementary } from '../../../../../support/fixtures/card-steps.ts';
import { reportedHolder } from '../../../../../support/fixtures/cardholder-steps.ts';
import {
  type ReceivedTransaction,
  tradeFee,
  transaction,
} from '../../../../../support/fixtures/transactions.ts';
import { type CardNetwork, openCardNetwork } from '../../transactions/authorize/network-fixture.ts';

let platforms: TwoPlatforms;
let network: CardNetwork;
let call: UpstreamCall;

beforeAll(async () => {
  platforms = await openTwoPlatforms();
  network = openCardNetwork(platforms.issuer);
  call = { ...network.call, messageId: 'message' };
});
afterEach(async () => {
  expect(await platforms.differences()).toEqual([]);
});

const order = (orderId: string): Promise<Order> => readOrder(platforms.reseller.deps.store, orderId);
const issuerCardIdOf = async (cardId: string) =>
  (await cardOf(platforms.reseller.deps.store, platforms.call.merchant.userNo, cardId)).issuerCardId ?? '';
const notifications = async (type: string) =>
  (await platforms.reseller.snapshot()).notifications
    .filter((one) => one.type === type)
    .map(({ content }) => JSON.parse(content) as Record<string, unknown>);
/** Returns the sums of the reseller's own accounts, by the journal. */
const journal = async () => {
  const sums: Record<string, bigint> = {};
  for (const { postings } of (await platforms.reseller.snapshot()).entries)
    for (const { account, amount } of postings)
      if (account.startsWith('platform:')) sums[account] = (sums[account] ?? 0n) + amount;
  return sums;
};
const balance = async (fixture: TwoPlatforms['reseller'], account: string) => {
  const { available = 0n, frozen = 0n } = (await fixture.snapshot()).balances.get(account as never) ?? {};
  return [available, frozen];
};
const opened = async (changes: object = {}): Promise<string> => {
  const { orderId } = await openCard(opening({ binRangeId: 'UV1', ...changes }), platforms.call);
  await platforms.settle(orderId);
  return orderId;
};

describe('a card of an external issuer', () => {
  it('is opened there, at the issuer’s price to us and our price to the merchant', async () => {
    const before = await journal();
    const cardId = await opened();
    expect(await order(cardId)).toMatchObject({
      status: 'success',
      issuer: ISSUER_NAME,
      fee: 300n,
      cost: 100n,
    });
    const issuerCardId = await issuerCardIdOf(cardId);
    expect(issuerCardId).not.toBe(cardId);
    expect((await order(cardId)).issuerOrderId).toBe(issuerCardId);
    const after = await journal();
    const change = (account: string) => (after[account] ?? 0n) - (before[account] ?? 0n);
    expect(change('platform:fees/USD')).toBe(300n);
    expect(change(`platform:upstream-cost/${ISSUER_NAME}/USD`)).toBe(-100n);
    expect(change(`platform:upstream-cards/${ISSUER_NAME}/USD`)).toBe(-10_000n);
    expect(change(`platform:upstream/${ISSUER_NAME}/USD`)).toBe(10_100n);
    expect(await balance(platforms.issuer, `card/${issuerCardId}:card/USD`)).toEqual([10_000n, 0n]);
  });

  it('is notified with our ids alone and a masked number, even if the issuer sends the full one', async () => {
    const cardId = await opened();
    const received = (await notifications('card_operate')).find(({ orderId }) => orderId === cardId);
    expect(received).toMatchObject({ cardId, orderId: cardId, opType: 15, status: 1, amount: 100, fee: 3 });
    const number = (await platforms.issuer.deps.vault.read(await issuerCardIdOf(cardId)))?.cardNo ?? '';
    expect(received?.['cardInfo']).toMatchObject({ cardNo: expect.stringMatching(/^499900\*{6}\d{4}$/) });
    const { scan } = platforms.reseller.operator;
    const stored = await Promise.all(
      (['cards', 'orders', 'vault', 'notifications', 'ledger', 'upstreams'] as const).map((table) =>
        scan(table),
      ),
    );
    expect(JSON.stringify(stored)).not.toContain(number);
  });

  it('shows the issuer’s number and CVV2, or has to be retried where the issuer does not answer', async () => {
    const cardId = await opened();
    const secrets = await platforms.issuer.deps.vault.read(await issuerCardIdOf(cardId));
    expect(await inquireCard({ cardId }, platforms.call)).toMatchObject({
      cardId,
      cardNo: secrets?.cardNo,
      cardVerifyNo: secrets?.cvv2,
      balanceAmt: 100,
    });
    platforms.link.plan(() => 'lost');
    await expect(inquireCard({ cardId }, platforms.call)).rejects.toThrow(TryAgainLater);
    platforms.link.plan(() => undefined);
  });

  it('shows no CVV2 once it has expired, even if the issuer still stores one', async () => {
    const cardId = await opened();
    const { cardExpiryDate } = await inquireCard({ cardId }, platforms.call);
    const deps = { ...platforms.call.deps, now: () => cardExpiredAt(cardExpiryDate) };
    const shown = await inquireCard({ cardId }, { ...platforms.call, deps });
    const secrets = await platforms.issuer.deps.vault.read(await issuerCardIdOf(cardId));
    expect(secrets).toHaveProperty('cvv2');
    expect(shown).toMatchObject({ cardNo: secrets?.cardNo });
    expect(shown).not.toHaveProperty('cardVerifyNo');
  });

  it('is recharged and refunded at the issuer', async () => {
    const cardId = await opened();
    const issuerCardId = await issuerCardIdOf(cardId);
    const recharge = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, platforms.call);
    await platforms.settle(recharge.orderId);
    expect(await order(recharge.orderId)).toMatchObject({ status: 'success', fee: 100n, cost: 50n });
    expect(await balance(platforms.issuer, `card/${issuerCardId}:card/USD`)).toEqual([15_000n, 0n]);
    const refund = await refundCard({ ...onCard(cardId), refundAmount: '30' }, platforms.call);
    await platforms.settle(refund.orderId);
    expect(await order(refund.orderId)).toMatchObject({ status: 'success', cost: 0n });
    for (const [fixture, id] of [
      [platforms.reseller, cardId],
      [platforms.issuer, issuerCardId],
    ] as const)
      expect(await balance(fixture, `card/${id}:card/USD`)).toEqual([12_000n, 0n]);
  });

  it('is used at the issuer: the merchant is notified under our id, and the books of both agree', async () => {
    const cardId = await opened();
    const issuerCardId = await issuerCardIdOf(cardId);
    await network.authorize(issuerCardId, { merchantName: 'Chain Store' });
    expect(await platforms.deliverAll()).toEqual(['SUCCESS']);
    const used = (await notifications('card_transaction')).filter(
      ({ merchantName }) => merchantName === 'Chain Store',
    );
    expect(used).toMatchObject([{ cardId, localCurrencyAmt: 20, transStatus: '1', transCategory: 1 }]);
    for (const [fixture, id] of [
      [platforms.reseller, cardId],
      [platforms.issuer, issuerCardId],
    ] as const)
      expect(await balance(fixture, `card/${id}:card/USD`)).toEqual([8_000n, 2_000n]);
  });

  it('leaves hold expiry to the issuer', async () => {
    const cardId = await opened();
    await network.authorize(await issuerCardIdOf(cardId));
    await platforms.deliverAll();
    const authorizations = (await platforms.reseller.operator.scan('transactions')).filter(
      ({ cardId: id }) => id === cardId,
    );
    expect(authorizations.filter(({ dueAt }) => dueAt !== undefined)).toEqual([]);
  });

  it('forwards a one-time password and a fee under our id', async () => {
    const cardId = await opened();
    const issuerCardId = await issuerCardIdOf(cardId);
    const otp = { transactionCurrency: 'USD', transactionAmount: '20', merchantName: 'Otp', cardNo: 'any' };
    await handle3dsOtp({ ...otp, otp: '314159', cardId: issuerCardId }, call);
    await handleTradeFee(tradeFee(issuerCardId), call);
    expect(await platforms.deliverAll()).toEqual(['SUCCESS', 'SUCCESS']);
    expect(await notifications('card_3ds_otp')).toMatchObject([
      { cardId, merchantName: 'Otp', cardNo: expect.stringMatching(/^499900\*{6}/) },
    ]);
    expect((await notifications('trade_fee')).filter(({ cardId: id }) => id === cardId)).toMatchObject([
      { userNo: platforms.call.merchant.userNo, realFee: '0.75' },
    ]);
  });

  it('is frozen and enabled at the issuer first, and stays frozen where the issuer does not answer', async () => {
    const cardId = await opened();
    const issuerCardId = await issuerCardIdOf(cardId);
    const issuerStatus = async () =>
      (await platforms.issuer.deps.store.get('cards', { pk: `card/${issuerCardId}` }))?.['status'];
    const statusHere = async () =>
      (await cardOf(platforms.reseller.deps.store, platforms.call.merchant.userNo, cardId)).status;
    const freeze = { userReqNo: newRequestNo('modify'), cardId, status: 0 as const };
    platforms.link.plan(() => 'unanswered');
    await expect(modifyCard(freeze, platforms.call)).rejects.toThrow(TryAgainLater);
    expect([await statusHere(), await issuerStatus()]).toEqual(['frozen', 'frozen']);
    platforms.link.plan(() => undefined);
    await modifyCard(freeze, platforms.call);
    expect([await statusHere(), await issuerStatus()]).toEqual(['frozen', 'frozen']);
    await modifyCard({ userReqNo: newRequestNo('modify'), cardId, status: 1 }, platforms.call);
    expect([await statusHere(), await issuerStatus()]).toEqual(['active', 'active']);
    const calls = platforms.link.calls.length;
    await modifyCard({ userReqNo: newRequestNo('modify'), cardId, cardAlias: 'mine' }, platforms.call);
    expect(platforms.link.calls).toHaveLength(calls);
  });

  it('is cancelled at the issuer, and its balance is returned', async () => {
    const cardId = await opened();
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, platforms.call);
    await platforms.settle(orderId);
    expect(await order(orderId)).toMatchObject({ status: 'success', amount: 10_000n });
    expect(
      await platforms.issuer.deps.store.get('cards', { pk: `card/${await issuerCardIdOf(cardId)}` }),
    ).toMatchObject({
      status: 'closed',
    });
  });

  it('with a purchase that is not reported here yet is cancelled with the same amount on both sides', async () => {
    const cardId = await opened();
    await network.authorize(await issuerCardIdOf(cardId));
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, platforms.call);
    await platforms.fulfil(orderId);
    await platforms.fulfilAtIssuer();
    expect(await platforms.deliverAll()).toEqual(['SUCCESS', 'SUCCESS']);
    expect(await order(orderId)).toMatchObject({ status: 'success', amount: 10_000n });
  });
});

describe('a cardholder for a card of an external issuer', () => {
  const named = (cardUserId: string) => opened({ binRangeId: 'UH1', cardUserId });
  const reports = () => platforms.link.calls.filter((name) => name === 'cardholderApply').length;

  it('is reported there first, once for all of the cardholder’s cards', async () => {
    const cardUserId = await reportedHolder(platforms.call, { gender: 1 });
    const [first, second] = [await named(cardUserId), await named(cardUserId)];
    const holders = await Promise.all(
      [first, second].map(async (cardId) => {
        const pk = `card/${await issuerCardIdOf(cardId)}`;
        return (await platforms.issuer.deps.store.get('cards', { pk }))?.['cardUserId'];
      }),
    );
    expect(holders).toEqual([expect.stringMatching(/^\d+$/), holders[0]]);
    expect(holders[0]).not.toBe(cardUserId);
    expect(reports()).toBe(1);
  });

  it('who is refused there gets no card here', async () => {
    const cardUserId = await reportedHolder(platforms.call, { gender: 1 });
    const { store } = platforms.reseller.deps;
    const child = { birthDate: '2015-01-01' };
    await store.write([
      { kind: 'update', table: 'cardholders', key: { pk: `holder/${cardUserId}` }, set: child },
    ]);
    const orderId = await named(cardUserId);
    expect(await order(orderId)).toMatchObject({ status: 'failure', failure: 'refused by the issuer' });
  });
});

describe('a group of an external issuer', () => {
  it('is opened, joined, limited, frozen and refunded there', async () => {
    const { store } = platforms.reseller.deps;
    const { merchant } = platforms.call;
    const apply = { userReqNo: newRequestNo('group'), localCurrency: 'USD', authLimitAmount: '500' };
    const { orderId: groupId } = await openGroup({ ...apply, binRangeId: 'US1' }, platforms.call);
    await platforms.settle(groupId);
    const issuerCardId = (await groupOf(store, merchant.userNo, groupId)).issuerGroupId ?? '';
    expect(issuerCardId).not.toBe(groupId);
    expect(await store.get('cards', { pk: `upstream/${ISSUER_NAME}/group/${issuerCardId}` })).toMatchObject({
      localId: groupId,
    });
    const { orderId: cardId } = await openCard(
      supplementary(groupId, { binRangeId: 'US1', authLimitAmount: '100' }),
      platforms.call,
    );
    await platforms.settle(cardId);
    expect((await notifications('card_operate')).find(({ orderId }) => orderId === cardId)).toMatchObject({
      cardId,
      groupId,
    });
    const inGroup = await issuerCardIdOf(cardId);
    expect(await platforms.issuer.deps.store.get('cards', { pk: `card/${inGroup}` })).toMatchObject({
      groupId: issuerCardId,
      limit: 10_000,
    });
    await network.authorize(inGroup);
    await platforms.deliverAll();
    expect(await balance(platforms.reseller, `group/${groupId}:card/USD`)).toEqual([48_000n, 2_000n]);
    const limit = { cardId, authLimitAmount: '10' };
    await expect(modifyCard({ userReqNo: newRequestNo('limit'), ...limit }, platforms.call)).rejects.toThrow(
      LimitBelowUsed,
    );
    await modifyCard({ userReqNo: newRequestNo('limit'), cardId, authLimitAmount: '60' }, platforms.call);
    expect(await platforms.issuer.deps.store.get('cards', { pk: `card/${inGroup}` })).toMatchObject({
      limit: 6_000,
    });
    const onGroup = { channelType: 2 as const, groupId };
    const recharge = { userReqNo: newRequestNo('pool'), ...onGroup, authLimitAmount: '200' };
    await platforms.settle((await rechargeCard(recharge, platforms.call)).orderId);
    const refund = { userReqNo: newRequestNo('pool'), ...onGroup, refundAmount: '380' };
    await platforms.settle((await refundCard(refund, platforms.call)).orderId);
    expect(await balance(platforms.issuer, `group/${issuerCardId}:card/USD`)).toEqual([30_000n, 2_000n]);
    await changeGroupStatus({ userReqNo: newRequestNo('status'), groupId, status: 0 }, platforms.call);
    expect(await platforms.issuer.deps.store.get('cards', { pk: `group/${issuerCardId}` })).toMatchObject({
      status: 'frozen',
    });
  });
});

describe('notifications of another upstream with the issuer’s name', () => {
  it('about unknown cards, or under our own ids, find nothing', async () => {
    const { deps } = platforms.reseller;
    const upstream = { userNo: '1', issuer: ISSUER_NAME };
    const otherCall = { ...call, deps, upstream } as UpstreamCall;
    const cardId = await opened();
    for (const id of ['1150000000000000', cardId])
      await expect(handleTradeFee(tradeFee(id), otherCall)).rejects.toThrow(NothingFound);
  });
});

describe('our account at the issuer', () => {
  it('has the balance that the journal says', async () => {
    const { available, frozen } =
      (await platforms.issuer.snapshot()).balances.get('merchant/70000001:card/USD' as never) ?? {};
    expect(-((await journal())[`platform:upstream/${ISSUER_NAME}/USD`] ?? 0n)).toBe(
      (available ?? 0n) + (frozen ?? 0n),
    );
    expect(available).toBeLessThan(PREFUNDED);
  });
});

// The last two tests leave more money on our account there than a refund can carry, and move the clocks beyond a card's
// first day.
it('a card of an external issuer with more money than an amount can express is cancelled like any other', async () => {
  const cardId = await opened();
  const issuerCardId = await issuerCardIdOf(cardId);
  const refund = { transType: '3', transCategory: 2, localCurrencyAmt: '9999999999999.99' } as const;
  for (const _ of ['once', 'twice'])
    await handleCardTransaction(transaction(issuerCardId, refund), network.call);
  await platforms.deliverAll();
  const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, platforms.call);
  await platforms.settle(orderId);
  expect(await order(orderId)).toMatchObject({ status: 'success', amount: 2_000_000_000_009_998n });
  const received = (await notifications('card_operate')).find((one) => one['orderId'] === orderId);
  expect(received).toMatchObject({ cardId, status: 1, amount: 20_000_000_000_099.9 });
  for (const [fixture, id] of [
    [platforms.reseller, cardId],
    [platforms.issuer, issuerCardId],
  ] as const)
    expect(await balance(fixture, `card/${id}:card/USD`)).toEqual([0n, 0n]);
});

it('an event after a hold expired at the issuer is held again, on both sides and for the usual time', async () => {
  const cardId = await opened();
  const issuerCardId = await issuerCardIdOf(cardId);
  const expectBoth = async (...expected: [available: bigint, frozen: bigint]) => {
    expect(await balance(platforms.reseller, `card/${cardId}:card/USD`)).toEqual(expected);
    expect(await balance(platforms.issuer, `card/${issuerCardId}:card/USD`)).toEqual(expected);
  };
  const sendFromUpstream = async (changes: Partial<ReceivedTransaction>) => {
    await handleCardTransaction(transaction(issuerCardId, changes), network.call);
    await platforms.deliverAll();
  };
  const expireAtIssuer = async () => {
    platforms.moveClocks(platforms.issuer.deps.holdMs);
    await expireHolds(platforms.issuer.deps);
    await platforms.deliverAll();
  };
  const { recordNo: originRecordNo } = transaction(issuerCardId);
  await sendFromUpstream({ recordNo: originRecordNo });
  await expireAtIssuer();
  await expectBoth(10_000n, 0n);
  await sendFromUpstream({ originRecordNo, localCurrencyAmt: '10' });
  await expectBoth(9_000n, 1_000n);
  await expireAtIssuer();
  await expectBoth(10_000n, 0n);
});

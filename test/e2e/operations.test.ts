import { beforeAll, describe, expect, it } from 'vitest';
import type { MerchantClient } from '../../shared/client/client.ts';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';
import { cardOpening, openCard, refusalCode } from '../support/fixtures/cards-over-http.ts';
import { type TestMerchant, twoMerchants } from '../support/fixtures/merchant.ts';

const deployment = sharedDeployment();
const both = twoMerchants(deployment);
let merchant: TestMerchant;
let otherMerchant: TestMerchant;
let client: MerchantClient;

beforeAll(() => {
  ({ merchant, otherMerchant } = both);
  client = merchant.client;
});

const balance = async (of: TestMerchant = merchant) => {
  const { list } = await of.client.call('accountBalance', { accountType: 1, currency: 'USD' });
  return list[0];
};
const settled = async (orderId: string) => merchant.awaitOrder(orderId);

describe('Account Balance', () => {
  it('lists every account, or those that match the criteria', async () => {
    const { list } = await otherMerchant.client.call('accountBalance', {});
    const row = {
      accountType: 1,
      currency: 'USD',
      currentBalance: 1000,
      availableBalance: 1000,
      frozenBalance: 0,
    };
    expect(list).toEqual([row]);
    expect((await otherMerchant.client.call('accountBalance', { accountType: '2' })).list).toEqual([]);
    expect((await otherMerchant.client.call('accountBalance', { currency: 'EUR' })).list).toEqual([]);
  });
});

describe('Scene list query', () => {
  it('lists the scenes for which a card may be opened', async () => {
    const { list } = await client.call('scene', {});
    expect(list).toContainEqual(
      expect.objectContaining({ sceneCode: 1004, sceneName: 'Airline and travel' }),
    );
  });
});

describe('Cardbin query', () => {
  it('lists the merchant’s BIN ranges by currency with their prices', async () => {
    const { list } = await client.call('cardBin', { cardType: 1 });
    expect(list).toContainEqual(
      expect.objectContaining({
        binRangeId: 'V1',
        currency: 'USD',
        openFee: 1,
        rechargeFeeRate: 0.01,
        status: 1,
      }),
    );
    const shared = (await client.call('cardBin', { cardType: 2 })).list.map(({ binRangeId }) => binRangeId);
    expect(new Set(shared)).toEqual(new Set(['S1']));
  });
});

describe('Apply for a Card Opening', () => {
  it('opens a funded card and sends a notification with a masked number', async () => {
    const before = await balance();
    const { orderId } = await client.call('cardApply', cardOpening({ CardAlias: 'fuel' }));
    const received = await settled(orderId);
    expect(received).toMatchObject({ opType: 15, status: 1, amount: 100, fee: 1 });
    expect(received.cardInfo).toMatchObject({ cardAlias: 'fuel', localCurrency: 'USD' });
    expect(received.cardInfo?.cardNo).toMatch(/^499900\*{6}\d{4}$/);
    expect(received.cardInfo).not.toHaveProperty('cardVerifyNo');
    expect((await balance())?.availableBalance).toBe((before?.availableBalance ?? 0) - 101);
  });

  it.each([
    ['110002', { binRangeId: 'X1' }],
    ['110003', { binRangeId: 'M1', localCurrency: 'EUR' }],
    ['110005', { authLimitAmount: 10_000 }],
    ['110001', { authLimitAmount: 9.99 }],
    ['120001', { channelType: 2, groupId: '1234567890123456' }],
    ['120001', { cardUserId: '1234567890123456' }],
  ])('is refused with %s for %j', async (code, changes) => {
    expect(await refusalCode(client.call('cardApply', cardOpening(changes)))).toBe(code);
  });
});

describe('Card Inquiry', () => {
  it('returns the card with a valid number and its CVV2', async () => {
    const cardId = await openCard(merchant, { enableMultiUse: '0', enableCurrencyCheck: '1' });
    const card = await client.call('cardInfo', { cardId });
    expect(card).toMatchObject({
      cardId,
      userNo: merchant.userNo,
      localCurrency: 'USD',
      balanceAmt: 100,
      usedAuthAmt: 0,
      cardStatus: '1',
      enableMultiUse: 0,
      enableCurrencyCheck: 1,
    });
    expect(card.cardNo).toMatch(/^49990010\d{8}$/);
    expect(card.cardVerifyNo).toMatch(/^\d{3}$/);
    expect(card.cardExpiryDate).toMatch(/^\d{4}-(0[1-9]|1[0-2])$/);
  });

  it('does not find another merchant’s card', async () => {
    const cardId = await openCard(merchant);
    expect(await refusalCode(otherMerchant.client.call('cardInfo', { cardId }))).toBe('120001');
  });
});

describe('Recharge and Refund', () => {
  it('move money onto the card and back, and add the fee', async () => {
    const cardId = await openCard(merchant);
    const before = await balance();
    const recharge = await client.call('cardRecharge', { cardId, authLimitAmount: 50.55 });
    expect(await settled(recharge.orderId)).toMatchObject({
      opType: 16,
      status: 1,
      amount: 50.55,
      fee: 0.51,
      cardId,
    });
    const refund = await client.call('cardRefund', { cardId, refundAmount: '150.55' });
    expect(await settled(refund.orderId)).toMatchObject({
      opType: 18,
      status: 1,
      amount: 150.55,
      fee: 0,
      cardId,
    });
    expect(await client.call('cardInfo', { cardId })).toMatchObject({ balanceAmt: 0 });
    expect((await balance())?.availableBalance).toBeCloseTo((before?.availableBalance ?? 0) - 0.51 + 100, 9);
  });

  it('are refused beyond the balance, for another merchant’s card and for an unknown group', async () => {
    const cardId = await openCard(merchant);
    expect(await refusalCode(client.call('cardRecharge', { cardId, authLimitAmount: 10_000 }))).toBe(
      '110005',
    );
    expect(await refusalCode(client.call('cardRefund', { cardId, refundAmount: 100.01 }))).toBe('110006');
    for (const name of ['cardRecharge', 'cardRefund'] as const) {
      const amounts = { authLimitAmount: 100, refundAmount: 1 };
      expect(await refusalCode(otherMerchant.client.call(name, { cardId, ...amounts }))).toBe('120001');
      expect(await refusalCode(client.call(name, { channelType: 2, groupId: cardId, ...amounts }))).toBe(
        '120001',
      );
    }
  });
});

describe('Card Information Modification', () => {
  it('freezes and enables a card, once for each userReqNo', async () => {
    const cardId = await openCard(merchant);
    const freeze = { userReqNo: `freeze-${cardId}`, cardId, status: 0 };
    expect(await client.call('cardModify', freeze)).toEqual({ userReqNo: freeze.userReqNo, cardId });
    expect(await client.call('cardInfo', { cardId })).toMatchObject({ cardStatus: '2' });
    await client.call('cardModify', { cardId, status: 1, cardAlias: 'fuel', cardLabel: 'fleet 7' });
    const enabled = { cardStatus: '1', cardAlias: 'fuel', cardLabel: 'fleet 7' };
    expect(await client.call('cardInfo', { cardId })).toMatchObject(enabled);
    // A repeat of the first request gets the same answer and has no effect.
    expect(await client.call('cardModify', freeze)).toEqual({ userReqNo: freeze.userReqNo, cardId });
    expect(await client.call('cardInfo', { cardId })).toMatchObject(enabled);
    expect(await refusalCode(client.call('cardModify', { ...freeze, status: 1 }))).toBe('110009');
  });

  it('is refused for another merchant’s card and for a closed one', async () => {
    const cardId = await openCard(merchant);
    expect(await refusalCode(otherMerchant.client.call('cardModify', { cardId, status: 0 }))).toBe('120001');
    await settled((await client.call('cardClose', { cardId })).orderId);
    expect(await refusalCode(client.call('cardModify', { cardId, status: 0 }))).toBe('110004');
  });
});

describe('Cancel Card Application', () => {
  it('closes the card and returns its balance', async () => {
    const cardId = await openCard(merchant);
    const before = await balance();
    const { orderId } = await client.call('cardClose', { cardId });
    expect(await settled(orderId)).toMatchObject({ opType: 19, status: 1, amount: 100, fee: 0 });
    expect(await client.call('cardInfo', { cardId })).toMatchObject({
      cardStatus: '0',
      balanceAmt: 0,
      cardClosedAmt: 100,
    });
    expect((await balance())?.availableBalance).toBe((before?.availableBalance ?? 0) + 100);
  });

  it('is refused twice and for another merchant’s card, and blocks further use of the card', async () => {
    const cardId = await openCard(merchant);
    expect(await refusalCode(otherMerchant.client.call('cardClose', { cardId }))).toBe('120001');
    await settled((await client.call('cardClose', { cardId })).orderId);
    expect(await refusalCode(client.call('cardClose', { cardId }))).toBe('110004');
    expect(await refusalCode(client.call('cardRecharge', { cardId, authLimitAmount: 10 }))).toBe('110004');
    expect(await refusalCode(client.call('cardRefund', { cardId, refundAmount: 1 }))).toBe('110004');
  });
});

it('leaves the books clean', async () => {
  expect(await auditDifferences(deployment, merchant.userNo)).toEqual([]);
});

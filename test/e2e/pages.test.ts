import { beforeAll, describe, expect, it } from 'vitest';
import type { MerchantClient } from '../../shared/client/client.ts';
import { sharedDeployment } from '../support/clouds/deployment.ts';
import { person } from '../support/fixtures/cardholders.ts';
import { cardOpening, openCard, refusalCode } from '../support/fixtures/cards-over-http.ts';
import { openMerchant, type TestMerchant, twoMerchants } from '../support/fixtures/merchant.ts';

const deployment = sharedDeployment();
const both = twoMerchants(deployment);
let merchant: TestMerchant;
let otherMerchant: TestMerchant;
let client: MerchantClient;

beforeAll(() => {
  ({ merchant, otherMerchant } = both);
  client = merchant.client;
});

const settled = async (orderId: string) => merchant.awaitOrder(orderId);

describe('Card Operation Order Inquiry', () => {
  it('finds orders by every criterion, newest first', async () => {
    const cardId = await openCard(merchant);
    const recharge = await client.call('cardRecharge', {
      userReqNo: `up-${cardId}`,
      cardId,
      authLimitAmount: 10,
    });
    await settled(recharge.orderId);
    const query = async (criteria: object) =>
      (await client.call('cardOperateQuery', criteria)).list.map(({ orderId }) => orderId);
    const [newest, opening] = await query({ cardId });
    expect(newest).toBe(recharge.orderId);
    expect(opening).toBe(cardId);
    expect(await query({ orderId: recharge.orderId })).toEqual([recharge.orderId]);
    expect(await query({ userReqNo: `up-${cardId}` })).toEqual([recharge.orderId]);
    expect(await query({ cardId, opType: '16' })).toEqual([recharge.orderId]);
    expect(await query({ cardId, status: 2 })).toEqual([]);
    expect(await query({ cardId, status: 1, pageSize: 1, currentPage: 2 })).toEqual([opening]);
    expect(await query({ cardId, beginTime: '2020-01-01 00:00:00', endTime: '2020-02-01 00:00:00' })).toEqual(
      [],
    );
    expect(await query({ userReqNo: 'never-used' })).toEqual([]);
  });

  it('requires a criterion, and returns no orders of other merchants', async () => {
    const { orderId } = await client.call('cardApply', cardOpening());
    expect(await refusalCode(client.call('cardOperateQuery', {}))).toBe('110001');
    expect((await otherMerchant.client.call('cardOperateQuery', { orderId })).list).toEqual([]);
    await settled(orderId);
  });
});

describe('Card Pagination Query', () => {
  it('pages the merchant’s cards with masked numbers and balances', async () => {
    const own = await openMerchant(deployment);
    const cards = [await openCard(own), await openCard(own), await openCard(own)];
    const page = await own.client.call('cardPage', { pageSize: 2 });
    expect(page).toMatchObject({ totalCount: 3, currentPage: 1, pageSize: 2, totalPages: 2 });
    expect(page.list.map(({ cardId }) => cardId)).toEqual([cards[2], cards[1]]);
    expect(page.list[0]).toMatchObject({
      balanceAmt: 100,
      cardNo: expect.stringMatching(/^499900\*{6}\d{4}$/),
    });
    expect(page.list[0]).not.toHaveProperty('cardVerifyNo');
    expect((await own.client.call('cardPage', { currentPage: 2, pageSize: 2 })).list).toHaveLength(1);
    expect((await own.client.call('cardPage', { status: '0' })).totalCount).toBe(0);
    expect((await own.client.call('cardPage', { status: 1, cardType: 1 })).totalCount).toBe(3);
    expect((await own.client.call('cardPage', { groupId: '5' })).totalCount).toBe(0);
    await own.close();
  });

  it('finds the cards of a group and of a cardholder, with the cardholder, for their merchant alone', async () => {
    const own = await openMerchant(deployment);
    const funding = { userReqNo: 'pool', localCurrency: 'USD', authLimitAmount: 500 };
    const { orderId } = await own.client.call('groupApply', funding);
    const { groupId = '' } = await own.awaitOrder(orderId);
    const supplementary = { channelType: 2, groupId, binRangeId: 'S1', authLimitAmount: 50 };
    const members = [await openCard(own, supplementary), await openCard(own, supplementary)];
    const reported = person();
    const { cardUserId } = await own.client.call('cardholderApply', reported);
    const named = await openCard(own, { cardUserId });
    const found = async (criteria: object, by = own) =>
      (await by.client.call('cardPage', criteria)).list.map(({ cardId }) => cardId);
    expect(await found({ groupId })).toEqual(members.toReversed());
    expect(await found({ groupId, cardUserId })).toEqual([]);
    expect(await found({ cardType: 2, status: 1 })).toEqual(members.toReversed());
    expect(await found({ groupId }, otherMerchant)).toEqual([]);
    expect(await found({ cardUserId }, otherMerchant)).toEqual([]);
    const [holders] = (await own.client.call('cardPage', { cardUserId })).list;
    expect(holders).toMatchObject({ cardId: named, cardUserInfo: { email: reported.email } });
    const orders = await own.client.call('cardOperateQuery', { groupId });
    expect(orders.list.map((order) => [order.orderId, order.opType])).toEqual([
      [members[1], 15],
      [members[0], 15],
      [groupId, 26],
    ]);
    expect((await otherMerchant.client.call('cardOperateQuery', { groupId })).totalCount).toBe(0);
    await own.close();
  });

  it('returns only cards that were opened in the period', async () => {
    const own = await openMerchant(deployment);
    const cardId = await openCard(own);
    const [card] = (await own.client.call('cardPage', {})).list;
    const [beginTime, before] = [card?.createTime ?? '', '2026-01-01 00:00:00'];
    const count = async (criteria: object) => (await own.client.call('cardPage', criteria)).totalCount;
    expect(card?.cardId).toBe(cardId);
    expect(await count({ beginTime, endTime: beginTime })).toBe(1);
    expect(await count({ beginTime, status: '1' })).toBe(1);
    expect(await count({ endTime: before })).toBe(0);
    await expect(count({ beginTime, endTime: before })).rejects.toMatchObject({ errorCode: '110001' });
    await own.close();
  });
});

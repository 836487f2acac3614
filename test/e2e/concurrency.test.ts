import { afterAll, expect, it } from 'vitest';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';
import { cardOpening, openCard, refusalCode } from '../support/fixtures/cards-over-http.ts';
import { openMerchant } from '../support/fixtures/merchant.ts';

const deployment = sharedDeployment();
afterAll(() => deployment.operator.close());

const inParallel = <Value>(count: number, work: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

it('50 identical concurrent requests create one order and get 50 equal answers', async () => {
  const merchant = await openMerchant(deployment);
  const request = cardOpening({ userReqNo: 'fifty' });
  const answers = await inParallel(50, () => merchant.client.call('cardApply', request));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  await merchant.awaitOrder(answers[0]?.orderId ?? '');
  const { totalCount } = await merchant.client.call('cardOperateQuery', { opType: 15 });
  expect(totalCount).toBe(1);
  await merchant.close();
});

it('300 concurrent recharges and refunds over 10 cards, with funds for half of them, overdraw nothing and all become final', async () => {
  // Ten openings of 101.00, and half of the 200 recharges of 10.00 + 0.10 fee.
  const merchant = await openMerchant(deployment, { usd: 10n * 10_100n + 100n * 1_010n });
  const cards = await inParallel(10, () => openCard(merchant));
  const accepted: string[] = [];
  const move = async (index: number) => {
    const cardId = cards[index % cards.length] ?? '';
    const { orderId } =
      index % 3 === 2
        ? await merchant.client.call('cardRefund', { cardId, refundAmount: 10 })
        : await merchant.client.call('cardRecharge', { cardId, authLimitAmount: 10 });
    accepted.push(orderId);
  };
  const refusals = await inParallel(300, (index) => refusalCode(move(index)));
  const outcomes = await Promise.all(accepted.map((orderId) => merchant.awaitOrder(orderId)));

  expect(new Set(refusals.filter(Boolean))).toEqual(new Set(['110005']));
  expect(outcomes.map(({ status }) => status)).toEqual(accepted.map(() => 1));
  const { list } = await merchant.client.call('accountBalance', { currency: 'USD' });
  expect(list[0]?.frozenBalance).toBe(0);
  expect(list[0]?.availableBalance).toBeGreaterThanOrEqual(0);
  expect(await auditDifferences(deployment, merchant.userNo)).toEqual([]);
  await merchant.close();
});

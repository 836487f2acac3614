import { afterAll, expect, it } from 'vitest';
import { sharedDeployment } from '../support/clouds/deployment.ts';
import { cardOpening } from '../support/fixtures/cards-over-http.ts';
import { openMerchant } from '../support/fixtures/merchant.ts';

const deployment = sharedDeployment();
afterAll(() => deployment.operator.close());

it('attempts a notification again after an answer other than SUCCESS', async () => {
  const answered: number[] = [];
  const merchant = await openMerchant(deployment, {
    endpoint: (count) => {
      answered.push(count);
      return count === 1 ? { status: 500, body: 'busy' } : { body: '"success"' };
    },
  });
  const { orderId } = await merchant.client.call('cardApply', cardOpening());
  await merchant.awaitOrder(orderId);
  await merchant.awaitOrder(orderId, 2);
  expect(merchant.orderNotifications.map((content) => content.orderId)).toEqual([orderId, orderId]);
  expect(merchant.orderNotifications[1]).toEqual(merchant.orderNotifications[0]);
  await merchant.close();
});

it('gives full card data only to a merchant that is set to receive it', async () => {
  const merchant = await openMerchant(deployment, { changes: { cardDataInNotifications: true } });
  const { orderId } = await merchant.client.call('cardApply', cardOpening());
  const { cardId = '', cardInfo } = await merchant.awaitOrder(orderId);
  const card = await merchant.client.call('cardInfo', { cardId });
  expect(cardInfo).toMatchObject({ cardNo: card.cardNo, cardVerifyNo: card.cardVerifyNo });
  await merchant.close();
});

import { afterAll, expect, it } from 'vitest';
import { cardOpening } from '../support/cards.ts';
import { sharedDeployment } from '../support/deployment.ts';
import { openMerchant } from '../support/merchant.ts';

const deployment = sharedDeployment();
afterAll(() => deployment.operator.close());

it('tells a merchant again that did not answer SUCCESS', async () => {
  const answered: number[] = [];
  const merchant = await openMerchant(deployment, {
    endpoint: (count) => {
      answered.push(count);
      return count === 1 ? { status: 500, body: 'busy' } : { body: '"success"' };
    },
  });
  const { orderId } = await merchant.client.call('cardApply', cardOpening());
  await merchant.outcome(orderId);
  await merchant.outcome(orderId, 2);
  expect(merchant.received.map((content) => content.orderId)).toEqual([orderId, orderId]);
  expect(merchant.received[1]).toEqual(merchant.received[0]);
  await merchant.close();
});

it('gives full card data only to a merchant that is set to receive it', async () => {
  const merchant = await openMerchant(deployment, { changes: { cardDataInNotifications: true } });
  const { orderId } = await merchant.client.call('cardApply', cardOpening());
  const { cardId = '', cardInfo } = await merchant.outcome(orderId);
  const card = await merchant.client.call('cardInfo', { cardId });
  expect(cardInfo).toMatchObject({ cardNo: card.cardNo, cardVerifyNo: card.cardVerifyNo });
  await merchant.close();
});

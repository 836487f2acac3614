import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Sealed } from '../../shared/runtime/vault/sealer.ts';
import { fingerprintOf } from '../../shared/wire/codec/keys.ts';
import { catalogue } from '../../shared/wire/contract/catalogue.ts';
import { post, sharedDeployment } from '../support/clouds/deployment.ts';
import { cardOpening, openCard, refusalCode } from '../support/fixtures/cards-over-http.ts';
import { openMerchant, type TestMerchant } from '../support/fixtures/merchant.ts';

const deployment = sharedDeployment();
afterAll(() => deployment.operator.close());

/** Returns all complete lines: the text after the last line break may still grow. */
const logLines = (): string[] =>
  readdirSync(deployment.logsDir)
    .filter((file) => file.endsWith('Function.log'))
    .flatMap((file) => readFileSync(join(deployment.logsDir, file), 'utf8').split('\n').slice(0, -1))
    .filter(Boolean);

/** Runs every flow, each with a success and a refusal, for a merchant with access to full card data. */
async function driveAllFlows(merchant: TestMerchant): Promise<{ orderId: string; cardId: string }> {
  const { client } = merchant;
  const cardId = await openCard(merchant);
  const { orderId } = await client.call('cardRecharge', { cardId, authLimitAmount: 10 });
  await merchant.awaitOrder(orderId);
  await merchant.awaitOrder((await client.call('cardRefund', { cardId, refundAmount: 5 })).orderId);
  await client.call('accountBalance', {});
  await client.call('cardBin', {});
  await client.call('cardPage', {});
  await client.call('cardOperateQuery', { cardId });
  const { cardNo, cardVerifyNo } = await client.call('cardInfo', { cardId });
  // Secrets in the wrong fields: refusals are logged, and must not contain them.
  await refusalCode(client.call('cardInfo', { cardId: cardNo }));
  await refusalCode(client.call('cardApply', cardOpening({ binRangeId: cardVerifyNo, cardAlias: cardNo })));
  await refusalCode(client.call('cardOperateQuery', { userReqNo: cardNo, beginTime: cardNo }));
  await post(
    deployment,
    catalogue.cardInfo.path,
    JSON.stringify({ userNo: merchant.userNo, dataContent: cardNo }),
  );
  await merchant.awaitOrder((await client.call('cardClose', { cardId })).orderId);
  return { orderId, cardId };
}

it('no log line contains a card number, a CVV2 or a key', async () => {
  const merchant = await openMerchant(deployment, { changes: { cardDataInNotifications: true } });
  const { cardId } = await driveAllFlows(merchant);
  const { cardNo, cardVerifyNo } = await merchant.client.call('cardInfo', { cardId });
  const lines = logLines();
  expect(lines.length).toBeGreaterThan(20);
  const holding = (secret: string | RegExp) =>
    lines.filter((line) => (typeof secret === 'string' ? line.includes(secret) : secret.test(line)));
  expect(holding(cardNo)).toEqual([]);
  expect(holding(/(?<!\d)(49990010|55990010)\d{8}(?!\d)/)).toEqual([]);
  expect(holding(/"(cvv2?|cardVerifyNo)":\s*"?\d/i)).toEqual([]);
  // Three digits may also be an amount or a status.
  const own = holding(merchant.userNo);
  expect(own.length).toBeGreaterThan(10);
  expect(own.filter((line) => line.includes(`"${cardVerifyNo}"`))).toEqual([]);
  expect(holding(/PRIVATE KEY|BEGIN [A-Z ]+KEY/)).toEqual([]);
  const key = { pk: `merchant/${merchant.userNo}/${fingerprintOf(merchant.record.platformPublicKey)}` };
  const { privateKey } = (await deployment.operator.deps.store.get('keys', key)) ?? {};
  expect(holding((privateKey as Sealed).sealed.slice(0, 40))).toEqual([]);
  expect(holding(/"(dataContent|result)":\s*"[0-9a-f]{32}/i)).toEqual([]);
  await merchant.close();
});

it('one correlation id follows a request to the notification of its order', async () => {
  const merchant = await openMerchant(deployment);
  const { orderId } = await driveAllFlows(merchant);
  const lines = logLines().map((line) => JSON.parse(line));
  const notificationId = `${merchant.userNo}/card_operate/${orderId}`;
  const { correlationId } = lines.find((line) => line.notificationId === notificationId);
  expect(correlationId).toMatch(/^[\w-]{16,}$/);
  const followed = lines.filter((line) => line.correlationId === correlationId);
  expect(followed.map((line) => line.operation ?? line.notificationId)).toEqual(
    expect.arrayContaining(['vcc/card-recharge', notificationId]),
  );
  await merchant.close();
});

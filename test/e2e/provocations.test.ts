import { afterAll, beforeAll, expect, it } from 'vitest';
import { OperationRefused } from '../../shared/client/client-errors.ts';
import { responseCodes } from '../../shared/wire/contract/reference-data/response-codes.ts';
import { auditDifferences } from '../support/clouds/deployment.ts';
import { type OwnDeployment, ownDeployment } from '../support/clouds/own-cloud.ts';
import { cardOpening, openCard, refusalCode } from '../support/fixtures/cards-over-http.ts';
import { openMerchant, type TestMerchant } from '../support/fixtures/merchant.ts';
import { openUpstream, type TestUpstream } from '../support/fixtures/upstream.ts';

const DECLINES = Object.keys(responseCodes).filter((code) => code !== '000000');

let deployment: OwnDeployment;
let merchant: TestMerchant;
let network: TestUpstream;
let cardId: string;

const now = () => deployment.clock.now();

beforeAll(async () => {
  deployment = await ownDeployment({ sandbox: true });
  merchant = await openMerchant(deployment, { client: { now, retry: { maxAttempts: 1 } } });
  network = await openUpstream(deployment, {}, now);
  cardId = await openCard(merchant);
});
afterAll(async () => {
  expect(await auditDifferences(deployment, merchant.userNo)).toEqual([]);
  await merchant.close();
  await deployment.stop();
});

const recharge = (userReqNo: string) =>
  merchant.client.call('cardRecharge', { userReqNo, cardId, authLimitAmount: 20 });

const statusOf = async (userReqNo: string) => {
  const { list } = await merchant.client.call('cardOperateQuery', {
    userReqNo,
    currentPage: 1,
    pageSize: 10,
  });
  return list[0]?.status;
};

const balance = async () => (await merchant.client.call('cardInfo', { cardId })).balanceAmt;

const plan = async (body: object) => {
  const response = await fetch(`${deployment.apiUrl}/_control/failures`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};

async function authorize(amount: number) {
  const { cardNo, cardExpiryDate, cardVerifyNo } = await merchant.client.call('cardInfo', { cardId });
  return network.client.authorize({
    networkId: `provoked-${amount}-${now()}`,
    ...{ cardNo, expiry: cardExpiryDate, cvv2: cardVerifyNo, transCurrency: 'USD', transCurrencyAmt: amount },
    ...{ merchantName: 'Coffee House', merchantCategoryCode: '5814', merchantCountry: 'USA' },
  });
}

it('fails an order whose number ends in -fail, and returns the money', async () => {
  const before = await balance();
  const { orderId } = await recharge('order-1-fail');
  expect(await merchant.awaitOrder(orderId)).toMatchObject({ status: 2, userReqNo: 'order-1-fail' });
  expect(await balance()).toBe(before);
});

it('keeps an order in process whose number ends in -stay', async () => {
  await recharge('order-2-stay');
  await deployment.clock.advance('30m');
  expect(await statusOf('order-2-stay')).toBe(0);
});

it('lets an order succeed after an hour whose number ends in -late', async () => {
  const { orderId } = await merchant.client.call('cardApply', { userReqNo: 'o-3-late', ...cardOpening() });
  await deployment.clock.advance('50m');
  expect(await statusOf('o-3-late')).toBe(0);
  await deployment.clock.advance('3h');
  expect(await merchant.awaitOrder(orderId)).toMatchObject({ status: 1, cardId: expect.any(String) });
});

/** Returns the code with which a call was answered, whether or not the client knows the outcome. */
const answerTo = async (call: Promise<unknown>): Promise<unknown> => {
  const error = await call.then(
    () => undefined,
    (thrown: Error) => (thrown instanceof OperationRefused ? thrown : thrown.cause),
  );
  return (error as OperationRefused | undefined)?.errorCode;
};

it.each(['110005', '130001', '999999'])(
  'refuses a number that ends in -%s, and does nothing',
  async (code) => {
    expect(await answerTo(recharge(`order-4-${code}`))).toBe(code);
    expect(await statusOf(`order-4-${code}`)).toBeUndefined();
  },
);

it('carries out an order whose number ends in -140001, and does not say so', async () => {
  const before = await balance();
  expect(await answerTo(recharge('order-5-140001'))).toBe('140001');
  expect(await statusOf('order-5-140001')).toBe(1);
  expect(await balance()).toBe((before ?? 0) + 20);
});

it('plans what the next order gets, and lists and clears it', async () => {
  expect(await plan({ operation: 'order', as: 'fail' })).toMatchObject({ status: 200 });
  const { orderId } = await recharge('order-6');
  expect(await merchant.awaitOrder(orderId)).toMatchObject({ status: 2 });
  expect((await recharge('order-7')).userReqNo).toBe('order-7');
  expect(await plan({ operation: 'order', as: 'explode' })).toMatchObject({
    status: 400,
    body: { error: 'NO_SUCH_OUTCOME' },
  });
  await plan({ operation: 'accountBalance', as: '110001', times: 5 });
  await fetch(`${deployment.apiUrl}/_control/failures`, { method: 'DELETE' });
  expect(await refusalCode(merchant.client.call('accountBalance', {}))).toBeUndefined();
});

it.each(DECLINES)('declines with %s an amount that spells it', async (respCode) => {
  expect(await authorize(Number(respCode) / 100)).toMatchObject({ approved: 0, respCode });
});

it('declines the next authorization as planned, and decides the one after as usual', async () => {
  await plan({ operation: 'authorization', as: '400008' });
  expect(await authorize(5)).toMatchObject({ approved: 0, respCode: '400008' });
  expect(await authorize(5)).toMatchObject({ approved: 1 });
});

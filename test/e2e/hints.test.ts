import { afterAll, beforeAll, expect, it } from 'vitest';
import { sharedDeployment } from '../support/clouds/deployment.ts';
import { newUserNo, openMerchant, type TestMerchant } from '../support/fixtures/merchant.ts';

const deployment = sharedDeployment();
let merchant: TestMerchant;

beforeAll(async () => {
  merchant = await openMerchant(deployment);
});
afterAll(async () => {
  await merchant.close();
  deployment.operator.close();
});

async function hintAt(path: string, body: object): Promise<[hint: string | null, text: string]> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(deployment.apiUrl + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return [answer.headers.get('issuary-hint'), await answer.text()];
}

it('a local cloud hints at the cause of a refused sign-in that the answer conceals', async () => {
  const userNo = Number(newUserNo());
  const request = { version: '1.0.0', userNo, dataType: 'JSON', dataContent: '00' };
  expect(await hintAt('/openapi/account/balance', request)).toEqual([
    'unknown merchant',
    expect.stringContaining('"errorMsg":"authentication failed"'),
  ]);
  const known = { ...request, userNo: Number(merchant.userNo) };
  expect(await hintAt('/openapi/account/balance', known)).toEqual([
    'length 2 is not a multiple of 256',
    expect.stringContaining('"errorMsg":"authentication failed"'),
  ]);
  const message = { type: 'trade_fee', data: '00', version: '1.0.0', userNo };
  expect(await hintAt('/webhook/trade_fee', message)).toEqual([
    'unknown upstream',
    '100002 authentication failed',
  ]);
});

it('adds no hint to other answers', async () => {
  await merchant.client.call('accountBalance', {});
  await merchant.client.call('cardInfo', { cardId: '1' }).catch(() => undefined);
  const [url, init] = merchant.captured();
  const answer = await fetch(url, init);
  expect(await answer.text()).toContain('"errorCode":"120001"');
  expect(answer.headers.get('issuary-hint')).toBeNull();
});

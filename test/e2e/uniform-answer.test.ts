import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealRequest } from '../../shared/wire/codec/envelope.ts';
import { generateRsaKeyPair, importPrivateKey, importPublicKey } from '../../shared/wire/codec/keys.ts';
import { routes } from '../../shared/wire/contract/routes.ts';
import { post, sharedDeployment } from '../support/clouds/deployment.ts';
import { newUserNo, openMerchant, type TestMerchant } from '../support/fixtures/merchant.ts';
import { saveMerchant } from '../support/fixtures/save-parties.ts';

const deployment = sharedDeployment();
const PATH = '/openapi/account/balance';
let merchant: TestMerchant;
let disabled: TestMerchant;
let expected: string;

const failure = (userNo: string) =>
  JSON.stringify({
    success: false,
    errorCode: '100002',
    errorMsg: 'authentication failed',
    result: '',
    userNo,
    async: false,
  });
const sealed = (userNo: string, pem: string) =>
  JSON.stringify(sealRequest({}, userNo, importPrivateKey(pem)));

beforeAll(async () => {
  [merchant, disabled] = await Promise.all([openMerchant(deployment), openMerchant(deployment)]);
  await saveMerchant(deployment.operator.deps.store, { ...disabled.record, enabled: false });
  expected = failure(merchant.userNo);
});
afterAll(async () => {
  await Promise.all([merchant.close(), disabled.close()]);
  deployment.operator.close();
});

describe('every fault before the merchant is known gets the same bytes except for userNo', () => {
  it('a disabled merchant with its own key', async () => {
    const body = sealed(disabled.userNo, disabled.privateKey);
    expect(await post(deployment, PATH, body)).toEqual({ status: 200, body: failure(disabled.userNo) });
  });

  it('an unknown merchant', async () => {
    const userNo = newUserNo();
    expect(await post(deployment, PATH, sealed(userNo, merchant.privateKey))).toEqual({
      status: 200,
      body: failure(userNo),
    });
  });

  it('a key of somebody else', async () => {
    const { privateKey } = await generateRsaKeyPair(1024);
    expect(await post(deployment, PATH, sealed(merchant.userNo, privateKey))).toEqual({
      status: 200,
      body: expected,
    });
  });

  it('the other cipher mode', async () => {
    const key = importPublicKey(merchant.record.platformPublicKey);
    const body = JSON.stringify(sealRequest({}, merchant.userNo, key));
    expect(await post(deployment, PATH, body)).toEqual({ status: 200, body: expected });
  });

  it.each([
    ['no ciphertext', ''],
    ['a ciphertext that is not hex', 'zz'.repeat(128)],
    ['an odd number of digits', 'a'.repeat(255)],
    ['half a block', 'ab'.repeat(64)],
    ['a block of noise', 'ab'.repeat(128)],
  ])('%s', async (_, dataContent) => {
    const body = JSON.stringify({ version: '1.0.0', userNo: merchant.userNo, dataType: 'JSON', dataContent });
    expect(await post(deployment, PATH, body)).toEqual({ status: 200, body: expected });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['an array', '[]'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['half an object', '{"version":"1.0.0",'],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
    ['100,000 brackets', '['.repeat(100_000)],
  ])('a body that holds %s', async (_, body) => {
    expect(await post(deployment, PATH, body)).toEqual({ status: 200, body: failure('') });
  });
});

describe('a request that reaches no operation still gets the envelope', () => {
  const malformed = { success: false, errorCode: '100001', result: '', userNo: '', async: false };

  it('an unknown path', async () => {
    const answer = await post(deployment, '/openapi/vcc/nothing', '{}');
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body)).toMatchObject(malformed);
  });

  it('a body over the limit', async () => {
    const answer = await post(deployment, PATH, 'a'.repeat(11 * 1024 * 1024));
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject(malformed);
  });
});

it('every answer has the id of its request, whichever component sends it', async () => {
  const good = () => JSON.stringify(sealRequest({}, merchant.userNo, importPrivateKey(merchant.privateKey)));
  const paths = [...routes.map(({ path }) => path), '/openapi/vcc/nothing', '/'];
  const request = [
    ...paths.map((path) => [path, '{}'] as const),
    [PATH, good()] as const,
    [PATH, 'a'.repeat(11 * 1024 * 1024)] as const,
  ];
  const ids: (string | null)[] = [];
  // One after the other: concurrent requests would each start an environment of the function.
  for (const [path, body] of request)
    ids.push(
      (await fetch(deployment.apiUrl + path, { method: 'POST', body })).headers.get('issuary-request-id'),
    );
  expect(ids.filter((id) => !/^[0-9a-f-]{36}$/.test(id ?? ''))).toEqual([]);
  expect(new Set(ids).size).toBe(request.length);
});

import { beforeAll, describe, expect, it } from 'vitest';
import { logger } from '../../../shared/lambda/logger.ts';
import type { ApiGatewayHandler } from '../../../shared/lambda/pipeline.ts';
import { importPublicKey } from '../../../shared/wire/codec/keys.ts';
import type { SignatureHeaders } from '../../../shared/wire/signatures/sign-message.ts';
import { signRequest } from '../../../shared/wire/signatures/signed-request.ts';
import { verifyResponse } from '../../../shared/wire/signatures/signed-response.ts';
import { saveMerchant } from '../../support/fixtures/save-parties.ts';
import { openTestPlatform, START, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import {
  type ApiMerchant,
  apiEvent,
  type EventOptions,
  handlersOf,
  invoke,
  openApiMerchant,
} from './api-fixture.ts';

const PATH = '/prod/openapi/account/balance';
const nonce = '0123456789abcdef';

let fixture: TestPlatform;
let handler: ApiGatewayHandler;
/** Merchants that may sign, that must sign, and that must sign and seal with the platform's public key. */
let free: ApiMerchant;
let strict: ApiMerchant;
let sealing: ApiMerchant;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  handler = handlersOf(fixture.deps).accountBalance;
  const requireSignature = true;
  free = await openApiMerchant(fixture, '60');
  strict = await openApiMerchant(fixture, '61', { bits: 2048, changes: { requireSignature } });
  sealing = await openApiMerchant(fixture, '62', { cipher: 'platform-public' });
  sealing = { ...sealing, merchant: { ...sealing.merchant, requireSignature, allowedAddresses: [] } };
  await saveMerchant(fixture.deps.store, sealing.merchant);
});

const signed = (merchant: ApiMerchant, body: string, path = PATH, now = fixture.deps.now()) =>
  signRequest({ method: 'POST', path, body }, merchant.signer, { now, nonce });

/** Sends a request of a merchant, signed unless other headers are given. Returns the answer. */
async function answerTo(merchant: ApiMerchant, options: EventOptions = {}, content: object = {}) {
  const body = merchant.envelope(content);
  const headers = options.headers ?? { ...signed(merchant, body) };
  const answer = await invoke(handler, apiEvent(body, { path: PATH, ...options, headers }));
  const { success, errorCode } = JSON.parse(answer.body) as { success: boolean; errorCode?: string };
  const keys = [importPublicKey(merchant.merchant.platformPublicKey)];
  const isSigned = () =>
    verifyResponse(
      { status: answer.statusCode, body: answer.body, headers: answer.headers as Record<string, string> },
      headers as unknown as SignatureHeaders,
      { keyId: merchant.merchant.userNo, keys },
      fixture.deps.now(),
    );
  return { code: success ? 'success' : errorCode, isSigned, answer };
}

describe.each([
  ['that may sign', () => free],
  ['that must sign', () => strict],
  ['that must sign and uses the public key as cipher, from any address', () => sealing],
])('a merchant %s', (_, merchantOf) => {
  it('gets signed answers to signed requests', async () => {
    const { code, isSigned } = await answerTo(merchantOf(), { sourceIp: '203.0.113.9' });
    expect(code).toBe('success');
    expect(isSigned()).toBe(true);
  });

  it('gets signed refusals once it is known', async () => {
    const { code, isSigned } = await answerTo(merchantOf(), {}, { currency: 'none' });
    expect(code).toBe('110001');
    expect(isSigned()).toBe(true);
  });

  it('is refused with a wrong signature, whether signatures are required or not', async () => {
    const merchant = merchantOf();
    const body = merchant.envelope({});
    const wrong: Record<string, Record<string, string>> = {
      path: { ...signed(merchant, body, '/openapi/account/balance') },
      expired: { ...signed(merchant, body, PATH, START - 361_000) },
      early: { ...signed(merchant, body, PATH, START + 61_000) },
      digest: { ...signed(merchant, `${body} `) },
      "another's": { ...signed(free === merchant ? strict : free, body) },
      garbage: { signature: 'issuary=no', 'signature-input': 'issuary=no' },
      half: { signature: signed(merchant, body).signature },
      twice: { ...signed(merchant, body), Signature: signed(merchant, body).signature },
    };
    for (const [name, headers] of Object.entries(wrong)) {
      const { code, answer } = await answerTo(merchant, { headers });
      expect([name, code]).toEqual([name, '100002']);
      // The same bytes as the answer to an unknown merchant.
      expect(answer).toEqual(await unknownMerchant(merchant.merchant.userNo));
    }
  });
});

const unknownMerchant = async (userNo: string) => {
  const answer = await invoke(handler, apiEvent(free.envelope({}, { userNo: 99_999 }), { path: PATH }));
  return { ...answer, body: answer.body.replace('99999', userNo) };
};

describe('an unsigned request', () => {
  it('is answered unsigned where the merchant may send it', async () => {
    const { code, answer } = await answerTo(free, { headers: {} });
    expect(code).toBe('success');
    expect(Object.keys(answer.headers ?? {}).sort()).toEqual(['content-type', 'issuary-request-id']);
  });

  it.each([
    ['merchant-private', () => strict],
    ['platform-public', () => sealing],
  ])('is refused like an unknown merchant’s where signatures are required (%s)', async (_, merchantOf) => {
    const { merchant } = merchantOf();
    const { answer } = await answerTo(merchantOf(), { headers: {} });
    expect(answer).toEqual(await unknownMerchant(merchant.userNo));
  });
});

it('a merchant with the public key as cipher needs signatures or an allow-list', async () => {
  const { store } = fixture.deps;
  const unsigned = { ...sealing.merchant, requireSignature: false };
  await expect(saveMerchant(store, unsigned)).rejects.toThrow('has to sign, or needs an IP allow list');
});

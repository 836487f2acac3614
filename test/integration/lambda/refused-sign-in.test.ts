import { constants, privateEncrypt } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { authorize } from '../../../shared/domain/issuing/transactions/authorize/authorize.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { networkOperation } from '../../../shared/lambda/network-operation.ts';
import type { ApiGatewayHandler } from '../../../shared/lambda/pipeline.ts';
import { newNonce } from '../../../shared/runtime/random.ts';
import { sealBlocks } from '../../../shared/wire/codec/blocks.ts';
import { generateRsaKeyPair, importPrivateKey } from '../../../shared/wire/codec/keys.ts';
import { networkAuthorize } from '../../../shared/wire/contract/card-network.ts';
import { signRequest } from '../../../shared/wire/signatures/signed-request.ts';
import { capturingLog } from '../../support/fixtures/captured-log.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type ApiMerchant, apiEvent, handlersOf, invoke, openApiMerchant, sealText } from './api-fixture.ts';
import { openWebhookUpstream, type WebhookUpstream, webhookHandler } from './webhook-fixture.ts';

let fixture: TestPlatform;
let handler: ApiGatewayHandler;
let merchant: ApiMerchant;
let disabled: ApiMerchant;
let signing: ApiMerchant;
let open: ApiMerchant;
let listed: ApiMerchant;
let upstream: WebhookUpstream;
let gone: WebhookUpstream;
let foreign: string;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  handler = handlersOf(fixture.deps).cardBin;
  merchant = await openApiMerchant(fixture, '40');
  disabled = await openApiMerchant(fixture, '41', { changes: { enabled: false } });
  signing = await openApiMerchant(fixture, '42', { changes: { requireSignature: true } });
  open = await openApiMerchant(fixture, '43', { cipher: 'platform-public' });
  listed = await openApiMerchant(fixture, '44', { changes: { allowedAddresses: ['198.51.100.0/24'] } });
  upstream = await openWebhookUpstream(fixture, '45');
  gone = await openWebhookUpstream(fixture, '46', { enabled: false });
  foreign = sealText('{}', importPrivateKey((await generateRsaKeyPair(1024)).privateKey));
});

const FROM = '203.0.113.9';

/** Sends a request that is not authenticated. Returns its log line and the answer. */
async function refused(by: ApiGatewayHandler, body: string | null, headers: Record<string, string> = {}) {
  const event = apiEvent(body, { sourceIp: FROM, headers });
  const { value, lines, text } = await capturingLog(() => invoke(by, event));
  expect(JSON.stringify(value.headers)).not.toContain('hint');
  expect(text).not.toMatch(/dataContent|[0-9a-f]{64}/);
  const found = lines.filter(({ message }) => message === 'sign-in refused');
  expect(lines.filter(({ message }) => message === 'refused')).toEqual([]);
  return { answer: value, found };
}

/** Seals with the signing key, but with padding of block type 2, as encryption does. */
function madeAsType2(): string {
  const text = Buffer.from(Buffer.from('{}').toString('base64'));
  const filling = Buffer.alloc(128 - 3 - text.length, 7);
  const padded = Buffer.concat([Buffer.from([0, 2]), filling, Buffer.from([0]), text]);
  const { key } = merchant.sealKey;
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, padded).toString('hex');
}

const sealBase64 = (text: string) => sealBlocks(Buffer.from(text), merchant.sealKey);
const withContent = (dataContent: string) => () => merchant.envelope({}, { dataContent });
/** Returns headers that were signed this many seconds ago. */
const signedBefore = (seconds: number) => () => {
  const body = signing.envelope({});
  const now = fixture.deps.now() - seconds * 1_000;
  const nonce = newNonce(fixture.deps.random);
  const request = { method: 'POST', path: '/openapi', body };
  return { body, headers: { ...signRequest(request, signing.signer, { now, nonce }) } };
};

describe('a refused sign-in is logged with claimed number, source and cause:', () => {
  it.each<[string, string, () => string | null | { body: string; headers: Record<string, string> }]>([
    ['an envelope must be a JSON object', '', () => 'hello'],
    ['an envelope must be a JSON object', '', () => null],
    ['userNo must be a number or string of 1 to 11 digits', '', () => merchant.envelope({}, { userNo: 'x' })],
    ['unknown merchant', '999', () => merchant.envelope({}, { userNo: 999 })],
    ['disabled merchant', '41', () => disabled.envelope({})],
    ['not hex', '40', withContent('g'.repeat(256))],
    ['length 300 is not a multiple of 256', '40', withContent('0'.repeat(300))],
    ['block type 2', '40', () => withContent(madeAsType2())()],
    ['a block does not open with this key', '40', () => withContent(foreign)()],
    ['not Base64', '40', () => withContent(sealBase64('***'))()],
    ['not a JSON object of acceptable depth', '40', () => merchant.envelope('hello')],
    ['signature absent', '42', () => signing.envelope({})],
    ['signature expired', '42', signedBefore(1_000)],
    ['neither signed nor from a listed address', '43', () => open.envelope({})],
  ])('%s, of %j', async (cause, claimed, request) => {
    const requested = request();
    const { body, headers } =
      typeof requested === 'string' || requested === null ? { body: requested, headers: {} } : requested;
    const { answer, found } = await refused(handler, body, headers);
    expect(found).toMatchObject([
      { level: 'WARN', operation: 'vcc/card-bin', errorCode: '100002', sourceIp: FROM, cause },
    ]);
    expect(found[0]?.['claimed'] ?? '').toBe(claimed);
    expect(JSON.parse(answer.body)).toMatchObject({ errorCode: '100002', errorMsg: 'authentication failed' });
  });

  it('an address that is not on the list of a known merchant', async () => {
    const { found } = await refused(handler, listed.envelope({}));
    expect(found).toMatchObject([
      { errorCode: '100003', claimed: '44', sourceIp: FROM, cause: 'source address not allowed' },
    ]);
  });

  it('at webhooks and network operations as well', async () => {
    const received = webhookHandler(fixture, 'trade_fee', async () => undefined);
    const requested = networkOperation(networkAuthorize, authorize, fixture.deps);
    const refusals = [
      [received, gone.notification('trade_fee', {}), '46', 'disabled upstream'],
      [received, upstream.notification('trade_fee', {}, { userNo: 998 }), '998', 'unknown upstream'],
      [
        received,
        upstream.notification('trade_fee', {}, { data: 'zz' }),
        '45',
        'length 2 is not a multiple of 256',
      ],
      [requested, gone.request({}), '46', 'disabled upstream'],
    ] as const;
    for (const [by, body, claimed, cause] of refusals) {
      const { found } = await refused(by, body);
      expect(found).toMatchObject([{ errorCode: '100002', claimed, sourceIp: FROM, cause }]);
    }
  });
});

it('a refusal after too many requests is logged as a refused sign-in', async () => {
  const narrow = { ...fixture.deps, failedSignInLimit: { perSecond: 1, burst: 1 } };
  const limited = handlersOf(narrow).cardBin;
  const ofUnknownMerchant = merchant.envelope({}, { userNo: 999 });
  const causes = [];
  for (let count = 0; count < 2; count += 1) {
    const { found } = await refused(limited, ofUnknownMerchant);
    causes.push(found.map(({ errorCode, claimed, cause }) => [errorCode, claimed, cause]));
  }
  expect(causes).toEqual([[['100002', '999', 'unknown merchant']], [['100005', '999', 'too many requests']]]);
});

it('a refusal after a sign-in is not logged as a refused sign-in', async () => {
  const { lines } = await capturingLog(() =>
    invoke(handlersOf(fixture.deps).cardInfo, apiEvent(merchant.envelope({ cardId: '1' }))),
  );
  const messages = lines.map(({ message }) => message);
  expect(messages).toContain('refused');
  expect(messages).not.toContain('sign-in refused');
});

import { beforeAll, describe, expect, it } from 'vitest';
import { logger } from '../../../shared/lambda/logger.ts';
import { merchantOperation } from '../../../shared/lambda/merchant-operation.ts';
import type { ApiGatewayHandler } from '../../../shared/lambda/pipeline.ts';
import { sealBlocks } from '../../../shared/wire/codec/blocks.ts';
import {
  generateRsaKeyPair,
  importPrivateKey,
  importPublicKey,
  type RsaPrivateKey,
} from '../../../shared/wire/codec/keys.ts';
import { catalogue } from '../../../shared/wire/contract/catalogue.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type ApiMerchant, apiEvent, handlersOf, invoke, openApiMerchant, sealText } from './api-fixture.ts';

let fixture: TestPlatform;
let handler: ApiGatewayHandler;
let merchant: ApiMerchant;
let disabled: ApiMerchant;
let open: ApiMerchant;
let foreign: RsaPrivateKey;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  handler = handlersOf(fixture.deps).cardBin;
  merchant = await openApiMerchant(fixture, '40');
  disabled = await openApiMerchant(fixture, '41', { changes: { enabled: false } });
  open = await openApiMerchant(fixture, '42', { cipher: 'platform-public' });
  foreign = importPrivateKey((await generateRsaKeyPair(1024)).privateKey);
});

/** The uniform answer to every failure before a merchant is authenticated, byte for byte. */
const refusal = (userNo: string) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json', 'issuary-request-id': 'request-1' },
  body: `{"success":false,"errorCode":"100002","errorMsg":"authentication failed","result":"","userNo":"${userNo}","async":false}`,
});
const answerTo = (body: string | null, sourceIp?: string) =>
  invoke(handler, apiEvent(body, sourceIp === undefined ? {} : { sourceIp }));
const flipped = (hex: string) => `${hex.slice(0, -1)}${hex.endsWith('0') ? '1' : '0'}`;

describe('the same answer is given to', () => {
  it.each<[string, () => string | null]>([
    ['no body', () => null],
    ['an empty body', () => ''],
    ['a body that is not JSON', () => 'userNo=40'],
    ['truncated JSON', () => merchant.envelope({}).slice(0, -1)],
    ['an array', () => `[${merchant.envelope({})}]`],
    ['a text', () => '"40"'],
    ['null', () => 'null'],
    ['no fields', () => '{}'],
    ...['version', 'dataType', 'dataContent', 'userNo'].map((field): [string, () => string] => [
      `an envelope without ${field}`,
      () => merchant.envelope({}, { [field]: undefined, ...(field !== 'userNo' && { userNo: 'hidden' }) }),
    ]),
    ...[null, true, '', 'abc', '40 ', -40, 40.5, 1e12, '123456789012', [40]].map(
      (userNo): [string, () => string] => [
        `the userNo ${JSON.stringify(userNo)}`,
        () => merchant.envelope({}, { userNo }),
      ],
    ),
  ])('%s, without a userNo', async (_, body) => {
    expect(await answerTo(body())).toEqual(refusal(''));
  });

  it.each<[string, () => string]>([
    ['a wrong key', () => merchant.envelope({}, { dataContent: sealText('{}', foreign) })],
    [
      'the other cipher',
      () =>
        merchant.envelope(
          {},
          { dataContent: sealText('{}', importPublicKey(merchant.merchant.platformPublicKey)) },
        ),
    ],
    ['no ciphertext', () => merchant.envelope({}, { dataContent: '' })],
    [
      'half a block',
      () => merchant.envelope({}, { dataContent: sealText('{}', merchant.sealKey).slice(0, 128) }),
    ],
    [
      'an odd number of digits',
      () => merchant.envelope({}, { dataContent: sealText('{}', merchant.sealKey).slice(1) }),
    ],
    ['a ciphertext that is not hex', () => merchant.envelope({}, { dataContent: 'g'.repeat(256) })],
    [
      'a changed bit',
      () => merchant.envelope({}, { dataContent: flipped(sealText('{}', merchant.sealKey)) }),
    ],
    [
      'not Base64',
      () => merchant.envelope({}, { dataContent: sealBlocks(Buffer.from('{"a":1}'), merchant.sealKey) }),
    ],
    [
      'not UTF-8',
      () =>
        merchant.envelope({}, { dataContent: sealText(Buffer.from([0x22, 0xff, 0x22]), merchant.sealKey) }),
    ],
    ['no JSON', () => merchant.envelope('userReqNo=1')],
    ['an array', () => merchant.envelope('[{}]')],
    ['a number', () => merchant.envelope('1')],
    ['null', () => merchant.envelope('null')],
    ['an object that nests too deep', () => merchant.envelope(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`)],
    [
      'a wrong key in another version',
      () => merchant.envelope({}, { version: '2.0.0', dataContent: sealText('{}', foreign) }),
    ],
  ])('a merchant with %s', async (_, body) => {
    expect(await answerTo(body())).toEqual(refusal('40'));
  });

  it('a disabled merchant and an unknown one, whatever the request', async () => {
    for (const userNo of ['41', '49', '040']) {
      expect(await answerTo(disabled.envelope({}, { userNo }))).toEqual(refusal(userNo));
      expect(await answerTo(disabled.envelope({}, { userNo, version: '2.0.0', dataType: 'XML' }))).toEqual(
        refusal(userNo),
      );
      expect(await answerTo(disabled.envelope({}, { userNo, dataContent: 'garbage' }))).toEqual(
        refusal(userNo),
      );
    }
  });

  it('a good request under another merchant’s userNo', async () => {
    expect(await answerTo(merchant.envelope({}, { userNo: 42 }))).toEqual(refusal('42'));
    expect(await answerTo(open.envelope({}, { userNo: 40 }))).toEqual(refusal('40'));
  });

  it('an address that is not allowed, where the address is the only authentication', async () => {
    expect(JSON.parse((await answerTo(open.envelope({}), '192.0.2.1')).body)).toMatchObject({
      success: true,
    });
    expect(await answerTo(open.envelope({}), '192.0.2.2')).toEqual(refusal('42'));
    expect(await answerTo(open.envelope({}, { version: '2.0.0' }), '192.0.2.2')).toEqual(refusal('42'));
  });

  it('more ciphertext than a private key opens in time, and not to less', async () => {
    // This operation accepts pictures.
    const apply = merchantOperation(
      catalogue.cardholderApply,
      async () => ({ cardUserId: '1', status: 1 }),
      fixture.deps,
    );
    const sized = (length: number) => ({ unknown: 'x'.repeat(length) });
    const answer = async (by: ApiMerchant, content: object) => invoke(apply, apiEvent(by.envelope(content)));
    const readable = { errorCode: '110001' };
    expect(JSON.parse((await answer(open, sized(150_000))).body)).toMatchObject(readable);
    expect(await answer(open, sized(200_000))).toEqual(refusal('42'));
    expect(JSON.parse((await answer(merchant, sized(1_000_000))).body)).toMatchObject(readable);
  });
});

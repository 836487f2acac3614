import { constants, privateEncrypt, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkEnvelope, type NamedKey } from '../../../../../clients/cli/common/envelope-steps.ts';
import { sealBlocks } from '../../../../../shared/wire/codec/blocks.ts';
import { sealRequest } from '../../../../../shared/wire/codec/envelope.ts';
import {
  generateRsaKeyPair,
  importPrivateKey,
  importPublicKey,
  type RsaPrivateKey,
} from '../../../../../shared/wire/codec/keys.ts';

let merchant: RsaPrivateKey;
let own: NamedKey;
let platform: NamedKey;

beforeAll(async () => {
  const [pair, other] = [await generateRsaKeyPair(1024), await generateRsaKeyPair(1024)];
  merchant = importPrivateKey(pair.privateKey);
  own = { name: 'our key', key: importPublicKey(pair.publicKey) };
  platform = { name: 'the platform’s key', key: importPublicKey(other.publicKey) };
});

const check = (body: string) =>
  checkEnvelope(body, { userNo: '10000001', keysFor: () => [own], strangers: [own, platform] });
const envelopeOf = (dataContent: string, changes: object = {}) =>
  JSON.stringify({ version: '1.0.0', userNo: 10000001, dataType: 'JSON', dataContent, ...changes });
const sealedText = (text: string) => sealBlocks(Buffer.from(text), merchant);
/** Returns the step that failed, with its sentence. */
const failureOf = (body: string): string => {
  const { step, detail, ok } = check(body).steps.at(-1) ?? expect.fail();
  expect(ok).toBe(false);
  return `${step}: ${detail}`;
};

describe('the steps of an envelope', () => {
  it('all hold for any request that is sealed as it must be', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (content) => {
        const {
          steps,
          kind,
          content: opened,
        } = check(JSON.stringify(sealRequest(content, '10000001', merchant)));
        expect(steps.filter(({ ok }) => !ok)).toEqual([]);
        expect({ kind, opened: { ...opened } }).toEqual({ kind: 'request', opened: { ...content } });
      }),
      { numRuns: 50 },
    );
  });

  it.each<[mistake: string, body: () => string, failure: RegExp]>([
    ['no JSON', () => 'hello', /^JSON: /],
    ['no envelope', () => '{"a":1}', /^envelope: None of dataContent/],
    ['no version', () => envelopeOf('00', { version: undefined }), /^fields: version is missing/],
    [
      'another merchant',
      () => envelopeOf('00', { userNo: 2 }),
      /^userNo: userNo is 2, and this merchant is 10000001/,
    ],
    ['content in clear', () => envelopeOf('{"currency":"USD"}'), /^hex: It is JSON in clear/],
    ['Base64', () => envelopeOf(Buffer.alloc(128, 7).toString('base64')), /^hex: It is Base64/],
    [
      'a block that was cut',
      () => envelopeOf(sealedText('e30=').slice(2)),
      /^hex: 127 bytes are not whole blocks/,
    ],
    [
      'a key of another size',
      () => envelopeOf('ab'.repeat(200)),
      /^hex: 200 bytes are not whole blocks of 128 bytes.*another key/,
    ],
    [
      'block type 2',
      () =>
        envelopeOf(
          rawEncrypted(Buffer.concat([Buffer.from([0, 2]), Buffer.alloc(121, 1), Buffer.from('\0e30=')])),
        ),
      /^blocks: The blocks are padded as type 2/,
    ],
    [
      'the key of another pair',
      () =>
        envelopeOf(
          publicEncrypt(
            { key: platform.key.key, padding: constants.RSA_PKCS1_PADDING },
            Buffer.from('x'),
          ).toString('hex'),
        ),
      /^blocks: No block opens with our key/,
    ],
    [
      'the inner Base64 forgotten',
      () => envelopeOf(sealedText('{"currency":"USD"}')),
      /^Base64: The blocks hold JSON/,
    ],
    [
      'another encoding',
      () => envelopeOf(sealedText(Buffer.from([0x7b, 0xff]).toString('base64'))),
      /^UTF-8: /,
    ],
    ['an array', () => envelopeOf(sealedText(Buffer.from('[]').toString('base64'))), /^content: /],
    [
      'a refusal',
      () =>
        '{"success":false,"errorCode":"100002","errorMsg":"authentication failed","result":"","userNo":"10000001","async":false}',
      /^success: It is a refusal: 100002/,
    ],
  ])('fail for %s, with the cause', (_, body, failure) => {
    expect(failureOf(body())).toMatch(failure);
  });
});

const rawEncrypted = (padded: Buffer): string =>
  privateEncrypt({ key: merchant.key, padding: constants.RSA_NO_PADDING }, padded).toString('hex');

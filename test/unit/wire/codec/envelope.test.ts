import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CiphertextTooLong,
  CodecError,
  EnvelopeMalformed,
} from '../../../../shared/wire/codec/codec-errors.ts';
import {
  failureResponse,
  openNotification,
  openRequest,
  openResponse,
  parseNotificationEnvelope,
  parseRequestEnvelope,
  parseResponseEnvelope,
  type SuccessEnvelope,
  sealNotification,
  sealRequest,
  sealResponse,
} from '../../../../shared/wire/codec/envelope.ts';
import { newCodecKeyPair, thrownBy } from '../../../support/fixtures/codec-keys.ts';

const merchant = await newCodecKeyPair(1024);
const platform = await newCodecKeyPair(1024);
const content = { userReqNo: 'R1', amount: 100.5, name: '王小明' };
const overTheWire = (envelope: object) => JSON.stringify(envelope);

describe('requests', () => {
  it.each([
    ['merchant-private', merchant.privateKey, merchant.publicKey],
    ['platform-public', platform.publicKey, platform.privateKey],
  ])('are sealed and opened, %s', (_, sealKey, openKey) => {
    const sent = sealRequest(content, '10001', sealKey);
    expect(sent).toStrictEqual({
      version: '1.0.0',
      userNo: 10001,
      dataType: 'JSON',
      dataContent: expect.stringMatching(/^([0-9a-f]{256})+$/),
    });
    const received = parseRequestEnvelope(overTheWire(sent));
    expect(received).toStrictEqual({ ...sent, userNo: '10001' });
    expect(openRequest(received, openKey)).toStrictEqual(content);
  });

  it('are opened up to a limit', () => {
    const received = parseRequestEnvelope(overTheWire(sealRequest(content, '1', merchant.privateKey)));
    expect(() => openRequest(received, merchant.publicKey, 127)).toThrow(CiphertextTooLong);
  });

  const fields = { version: '9', userNo: 10001, dataType: 'XML', dataContent: '' };

  it('are parsed without a check of version, dataType or ciphertext', () => {
    expect(parseRequestEnvelope(overTheWire({ ...fields, more: [] }))).toStrictEqual({
      ...fields,
      userNo: '10001',
    });
  });

  it.each([
    [10001, '10001'],
    ['10001', '10001'],
    [0, '0'],
    [99_999_999_999, '99999999999'],
    ['00000000001', '00000000001'],
  ])('may have userNo %j', (userNo, expected) => {
    expect(parseRequestEnvelope(overTheWire({ ...fields, userNo })).userNo).toBe(expected);
  });

  it.each([
    -1,
    1.5,
    1e11,
    1e21,
    '',
    ' 1',
    '1\n',
    '1e3',
    '-1',
    '1.0',
    '123456789012',
    '１２',
    true,
    null,
    [1],
    { a: 1 },
  ])('may not have userNo %j', (userNo) => {
    expect(() => parseRequestEnvelope(overTheWire({ ...fields, userNo }))).toThrow(EnvelopeMalformed);
    if (typeof userNo === 'string') {
      expect(() => sealRequest(content, userNo, merchant.privateKey)).toThrow(EnvelopeMalformed);
    }
  });

  it.each(Object.keys(fields))('require %s, of the right type', (field) => {
    for (const value of [undefined, null, true, [], {}]) {
      const error = thrownBy(() => parseRequestEnvelope(overTheWire({ ...fields, [field]: value })));
      expect(error).toBeInstanceOf(EnvelopeMalformed);
      expect((error as EnvelopeMalformed).message).toContain(field);
    }
  });

  it.each(['', 'null', '[]', '"x"', '1', '{', 'a=b', '['.repeat(100_000)])('are refused as %.20j', (body) => {
    expect(() => parseRequestEnvelope(body)).toThrow(EnvelopeMalformed);
  });
});

describe('responses', () => {
  it.each([true, false])('carry a result, async %s', (async) => {
    const sent = sealResponse(content, '10001', async, platform.privateKey);
    expect(sent).toStrictEqual({ success: true, result: expect.any(String), userNo: '10001', async });
    const received = parseResponseEnvelope(overTheWire(sent));
    expect(received).toStrictEqual(sent);
    expect(openResponse(received as SuccessEnvelope, platform.publicKey)).toStrictEqual(content);
  });

  it('carry a failure', () => {
    const sent = failureResponse('100002', 'authentication failed', '');
    expect(sent).toStrictEqual({
      success: false,
      errorCode: '100002',
      errorMsg: 'authentication failed',
      result: '',
      userNo: '',
      async: false,
    });
    expect(parseResponseEnvelope(overTheWire(sent))).toStrictEqual(sent);
    expect(failureResponse('110001', 'm', '1', true).async).toBe(true);
  });

  it('truncate a message to the maximum of its field', () => {
    expect(failureResponse('110001', 'x'.repeat(300), '1').errorMsg).toBe('x'.repeat(256));
  });

  it('of others may have no code or message in a failure', () => {
    const body = '{"success":false,"result":null,"userNo":10001,"async":true}';
    expect(parseResponseEnvelope(body)).toMatchObject({ errorCode: '', errorMsg: '', userNo: '10001' });
  });

  it.each([
    { result: '' },
    { result: undefined },
    { success: 'true' },
    { success: undefined },
    { async: undefined },
    { async: 0 },
    { userNo: undefined },
    { success: false, errorCode: 100002 },
  ])('are malformed with %j', (change) => {
    const body = overTheWire({ success: true, result: 'ab', userNo: '1', async: false, ...change });
    expect(() => parseResponseEnvelope(body)).toThrow(EnvelopeMalformed);
  });
});

describe('notifications', () => {
  it('are sealed and opened', () => {
    const sent = sealNotification('card_operate', content, '10001', platform.privateKey);
    expect(sent).toStrictEqual({
      type: 'card_operate',
      data: expect.any(String),
      version: '1.0.0',
      userNo: 10001,
    });
    const received = parseNotificationEnvelope(overTheWire(sent));
    expect(received).toStrictEqual({ ...sent, userNo: '10001' });
    expect(openNotification(received, platform.publicKey)).toStrictEqual(content);
  });

  it.each(['type', 'data', 'version', 'userNo'])('require %s', (field) => {
    const body = overTheWire({ type: 't', data: 'd', version: 'v', userNo: 1, [field]: undefined });
    expect(() => parseNotificationEnvelope(body)).toThrow(EnvelopeMalformed);
  });
});

it('every malformed body gives a CodecError', () => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(true, false, '', 'ab', 1, '1'));
  const names = [
    'version',
    'userNo',
    'dataType',
    'dataContent',
    'success',
    'result',
    'async',
    'type',
    'data',
  ];
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(fc.constantFrom(...names), value).map(overTheWire),
  );
  fc.assert(
    fc.property(body, (text) => {
      for (const parse of [parseRequestEnvelope, parseResponseEnvelope, parseNotificationEnvelope]) {
        const error = thrownBy(() => expect(parse(text)).toBeTypeOf('object'));
        if (error !== undefined) expect(error).toBeInstanceOf(CodecError);
      }
    }),
    { numRuns: 300 },
  );
});

it('imports only the codec and Node, as it is on the path of every request', async () => {
  const entry = fileURLToPath(new URL('../../../../shared/wire/codec/envelope.ts', import.meta.url));
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((path) => !/(^|\/)shared\/wire\/codec\/[\w-]+\.ts$/.test(path))).toStrictEqual([]);
  expect(inputs.some((path) => /formats|pkcs12|asn1/.test(path))).toBe(false);
});

import { constants, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  fitsKey,
  isSignedBy,
  SIGNATURE_ALGORITHMS,
  signText,
} from '../../../../shared/wire/signatures/signature-algorithms.ts';
import {
  fieldValue,
  type HttpMessage,
  signatureBase,
} from '../../../../shared/wire/signatures/signature-base.ts';
import { SignatureInvalid } from '../../../../shared/wire/signatures/signature-errors.ts';
import { signRequest, verifyRequest } from '../../../../shared/wire/signatures/signed-request.ts';
import {
  type InnerList,
  parseDictionary,
  unquoted,
} from '../../../../shared/wire/signatures/structured-field.ts';
import { newCodecKeyPair } from '../../../support/fixtures/codec-keys.ts';

/** Returns the signature base of the message for these components, or why it cannot be built. */
function baseOf(components: string, message: Partial<HttpMessage>): string {
  const input = parseDictionary(`sig=(${components})`).get('sig') as InnerList;
  try {
    return signatureBase(input, { headers: {}, ...message });
  } catch (error) {
    if (error instanceof SignatureInvalid) return error.reason;
    throw error;
  }
}
const signedValueOf = (component: string, message: Partial<HttpMessage>) => {
  const base = baseOf(component, message);
  const [line = ''] = base.split('\n');
  return line.startsWith(`${component}: `) ? line.slice(component.length + 2) : base;
};

describe('the value of a covered component', () => {
  it.each<[string, string, Partial<HttpMessage>, string]>([
    ['an empty path is the root', '"@path"', { path: '' }, '/'],
    ['a path is unchanged', '"@path"', { path: '/a%20b' }, '/a%20b'],
    [
      'an authority is in lower case',
      '"@authority"',
      { method: 'GET', headers: { host: 'A.Example' } },
      'a.example',
    ],
    ['an authority is missing without a host', '"@authority"', { method: 'GET' }, 'component'],
    [
      'an answer has no authority',
      '"@authority"',
      { status: 200, headers: { host: 'a.example' } },
      'component',
    ],
    ['lines are joined and trimmed', '"x"', { headers: { x: [' a ', '\tb'] } }, 'a, b'],
    [
      'a component of the request is taken from the request',
      '"@method";req',
      { request: { method: 'PUT', headers: {} } },
      'PUT',
    ],
    [
      'a request parameter with a value is refused',
      '"@method";req="x"',
      { request: { method: 'PUT', headers: {} } },
      'component',
    ],
    ['a component of a missing request is refused', '"@method";req', { method: 'PUT' }, 'component'],
    ['an unknown parameter is refused', '"x";sf', { headers: { x: 'a' } }, 'component'],
    ['a name that is not a string is refused', 'undefined', { headers: { undefined: 'a' } }, 'component'],
    ['a member of a dictionary is an item', '"x";key="a"', { headers: { x: 'b=1, a=2;c' } }, '2;c'],
    [
      'a member of a dictionary is a list',
      '"x";key="a"',
      { headers: { x: 'a=("b"  "c");d=1' } },
      '("b" "c");d=1',
    ],
    ['a member of a missing dictionary is refused', '"x";key="a"', {}, 'component'],
    ['a missing member of a dictionary is refused', '"x";key="z"', { headers: { x: 'a=1' } }, 'component'],
    ['a member name that is not a string is refused', '"x";key=a', { headers: { x: 'a b' } }, 'component'],
  ])('%s', (_, component, message, expected) => {
    expect(signedValueOf(component, message)).toBe(expected);
  });

  it('a field is found by its own name alone', () => {
    expect(fieldValue({ x: ' a ' }, 'x')).toBe('a');
    expect(fieldValue({}, 'toString')).toBeUndefined();
  });
});

it('an inner list may have spaces at both ends', () => {
  expect([...parseDictionary('a=(  "x" );b')]).toEqual([...parseDictionary('a=("x");b')]);
});

it.each(['%"x"', 'x', ':eA==:', '7', undefined])('%s is not a string', (value) => {
  expect(unquoted(value)).toBeUndefined();
});

it('an error has its code and its reason', () => {
  const fault = new SignatureInvalid('expired');
  expect(fault).toMatchObject({ code: 'SIGNATURE_INVALID', reason: 'expired', message: 'signature expired' });
});

it('a key uses PSS only with room for a hash, a salt as long and two bytes', () => {
  const fits = (modulusBytes: number) =>
    SIGNATURE_ALGORITHMS.filter((algorithm) =>
      fitsKey(algorithm, { modulusBytes } as Parameters<typeof fitsKey>[1]),
    );
  expect(fits(129)).toEqual(['rsa-v1_5-sha256']);
  expect(fits(130)).toEqual(['rsa-pss-sha512', 'rsa-v1_5-sha256']);
});

describe('a signature', async () => {
  const { privateKey, publicKey } = await newCodecKeyPair(1024);

  it('covers one byte for each character, as headers have on the wire', () => {
    const text = 'café';
    const bytes = Buffer.from([0x63, 0x61, 0x66, 0xe9]);
    const padding = constants.RSA_PKCS1_PADDING;
    const signature = sign('sha256', bytes, { key: privateKey.key, padding });
    expect(isSignedBy('rsa-v1_5-sha256', text, signature, publicKey)).toBe(true);
    const own = signText('rsa-v1_5-sha256', text, privateKey);
    expect(verify('sha256', bytes, { key: publicKey.key, padding }, own)).toBe(true);
  });

  const body = '{}';
  const now = Date.UTC(2026, 2, 1, 2);
  const request = { method: 'POST', path: '/a', body };
  const signer = { keyId: '1', key: privateKey };
  const headers = signRequest(request, signer, { now, nonce: '0123456789abcdef' });

  it.each<[string, object]>([
    ['its input is not a list', { 'signature-input': 'issuary=1' }],
    ['it is a list', { signature: 'issuary=(:YQ==:)' }],
    ['it is a string', { signature: 'issuary=":YQ==:"' }],
    ['it is a token that ends like bytes', { signature: 'issuary=YQ:' }],
    ['it has parameters', { signature: `${headers.signature};a` }],
  ])('is malformed where %s', (_, changes) => {
    const verifying = () =>
      verifyRequest(
        { ...request, headers: { ...headers, ...changes } },
        { keyId: '1', keys: [publicKey] },
        now,
      );
    expect(verifying).toThrow(expect.objectContaining({ reason: 'malformed' }));
  });
});

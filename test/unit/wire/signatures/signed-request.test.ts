import { describe, expect, it } from 'vitest';
import { contentDigest } from '../../../../shared/wire/signatures/content-digest.ts';
import { signText } from '../../../../shared/wire/signatures/signature-algorithms.ts';
import { signatureBase } from '../../../../shared/wire/signatures/signature-base.ts';
import { SignatureInvalid } from '../../../../shared/wire/signatures/signature-errors.ts';
import { verifyRequest } from '../../../../shared/wire/signatures/signed-request.ts';
import { type InnerList, parseDictionary } from '../../../../shared/wire/signatures/structured-field.ts';
import { newCodecKeyPair } from '../../../support/fixtures/codec-keys.ts';

// Genuine signatures that do not meet the contract.

const { privateKey, publicKey } = await newCodecKeyPair(2048);
const small = await newCodecKeyPair(1024);
const NOW = Date.UTC(2026, 2, 1, 2);
const created = NOW / 1_000;
const body = '{}';

interface Parts {
  readonly components?: string;
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  readonly digest?: string;
  readonly algorithm?: 'rsa-pss-sha512' | 'rsa-v1_5-sha256';
  readonly more?: Readonly<Record<string, string>>;
}

/** Returns why a request that is signed like this is refused, or `accepted`. */
function answerTo(parts: Parts, key = { privateKey, publicKey }): string {
  const { components = '"@method" "@path" "content-digest"', algorithm = 'rsa-pss-sha512', more } = parts;
  const parameters = {
    created: String(created),
    expires: String(created + 300),
    nonce: '"0123456789abcdef"',
    keyid: '"10000001"',
    alg: `"${algorithm}"`,
    ...parts.parameters,
  };
  const written = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const input = `(${components})${written.map(([name, value]) => `;${name}=${value}`).join('')}`;
  const message = {
    method: 'POST',
    path: '/openapi/vcc/scene',
    headers: { 'content-digest': parts.digest ?? contentDigest(body), host: 'API.example', ...more },
  };
  try {
    const list = parseDictionary(`issuary=${input}`).get('issuary') as InnerList;
    const signature = signText(algorithm, baseOf(list, message), key.privateKey).toString('base64');
    const headers = {
      ...message.headers,
      'signature-input': `issuary=${input}`,
      signature: `issuary=:${signature}:`,
    };
    const sender = { keyId: '10000001', keys: [key.publicKey] };
    return verifyRequest({ ...message, headers, body }, sender, NOW) ? 'accepted' : 'unsigned';
  } catch (error) {
    if (error instanceof SignatureInvalid) return error.reason;
    throw error;
  }
}

/** Returns the signature base, or an empty text if there is none: verification must fail before it is needed. */
function baseOf(list: InnerList, message: Parameters<typeof signatureBase>[1]): string {
  try {
    return signatureBase(list, message);
  } catch {
    return '';
  }
}

it('accepts the signatures of the contract', () => {
  expect(answerTo({})).toBe('accepted');
  expect(answerTo({ algorithm: 'rsa-v1_5-sha256' })).toBe('accepted');
  expect(answerTo({ algorithm: 'rsa-v1_5-sha256' }, small)).toBe('accepted');
  expect(answerTo({ parameters: { tag: '"mine"' } })).toBe('accepted');
  expect(answerTo({ components: '"content-digest" "@authority" "@path" "host" "@method"' })).toBe('accepted');
});

describe('components', () => {
  it.each([
    '',
    '"@path" "content-digest"',
    '"@method" "content-digest"',
    '"@method" "@path"',
    '"@method";req "@path" "content-digest"',
    '"@method" "@path" "content-digest" "absent"',
    '"@method" "@path" "content-digest" "@query"',
    '"@method" "@path" "content-digest" "@status"',
    '"@method" "@path" "content-digest" "host";sf',
    '"@method" "@path" "content-digest" "host";key="x"',
    '"@method" "@path" "content-digest" "toString"',
    '"@method" "@path" "content-digest" "__proto__"',
    '@method "@path" "content-digest"',
  ])('(%s) are refused', (components) => {
    expect(['component', 'malformed']).toContain(answerTo({ components }));
  });

  it('are refused as duplicates', () => {
    expect(answerTo({ components: '"@method" "@path" "content-digest" "@path"' })).toBe('duplicate');
  });

  it('are refused with a line break', () => {
    const components = '"@method" "@path" "content-digest" "x"';
    expect(answerTo({ components, more: { x: 'a\n"@method": GET' } })).toBe('component');
  });
});

describe('parameters', () => {
  it.each([
    ['parameter', { created: undefined }],
    ['parameter', { created: '"1"' }],
    ['parameter', { created: '-1' }],
    ['parameter', { expires: undefined }],
    ['parameter', { expires: '1.5' }],
    ['parameter', { nonce: undefined }],
    ['parameter', { nonce: '"0123456789abcde"' }],
    ['parameter', { nonce: `"${'n'.repeat(65)}"` }],
    ['parameter', { nonce: ':YWJjZGVmZ2hpamtsbW5v:' }],
    ['keyid', { keyid: undefined }],
    ['keyid', { keyid: '10000001' }],
    ['keyid', { keyid: '"010000001"' }],
    ['alg', { alg: undefined }],
    ['alg', { alg: '"hmac-sha256"' }],
    ['alg', { alg: '"rsa-v1_5-sha1"' }],
    ['alg', { alg: 'rsa-pss-sha512' }],
    ['signature', { alg: '"rsa-v1_5-sha256"' }],
    ['lifetime', { expires: String(created + 301) }],
    ['lifetime', { expires: String(created) }],
    ['lifetime', { expires: String(created - 1) }],
    ['early', { created: String(created + 61), expires: String(created + 100) }],
    ['expired', { created: String(created - 361), expires: String(created - 61) }],
  ])('%s: %j', (reason, parameters) => {
    expect(answerTo({ parameters })).toBe(reason);
  });

  it('an algorithm for which the key is too small is refused before it is tried', () => {
    const parameters = { alg: '"rsa-pss-sha512"' };
    expect(answerTo({ algorithm: 'rsa-v1_5-sha256', parameters }, small)).toBe('alg');
  });
});

describe('digest', () => {
  const other = contentDigest('other');
  it.each([
    ['digest', other],
    ['digest', `${contentDigest(body)}, sha-512=:YQ==:`],
    ['digest', 'md5=:YQ==:'],
    ['digest', 'sha-256=("a")'],
    ['duplicate', `${contentDigest(body)}, ${other}`],
    ['accepted', `md5=:YQ==:, ${contentDigest(body)}`],
  ])('%s: %s', (reason, digest) => {
    expect(answerTo({ digest })).toBe(reason);
  });
});

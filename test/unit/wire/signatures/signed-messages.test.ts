import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importPublicKey } from '../../../../shared/wire/codec/keys.ts';
import type { SignatureHeaders } from '../../../../shared/wire/signatures/sign-message.ts';
import { SignatureInvalid } from '../../../../shared/wire/signatures/signature-errors.ts';
import {
  type ReceivedRequest,
  signRequest,
  type VerifiedSignature,
  verifyRequest,
} from '../../../../shared/wire/signatures/signed-request.ts';
import {
  type ReceivedResponse,
  signResponse,
  verifyResponse,
} from '../../../../shared/wire/signatures/signed-response.ts';
import type { ExpectedSigner } from '../../../../shared/wire/signatures/verify-message.ts';
import { newCodecKeyPair } from '../../../support/fixtures/codec-keys.ts';

interface Vector {
  readonly algorithm: string;
  readonly keyId: string;
  readonly now: number;
  readonly senderKey: string;
  readonly platformKey: string;
  readonly request: ReceivedRequest & { readonly headers: SignatureHeaders };
  readonly answer: ReceivedResponse;
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/http-message-signatures.json', import.meta.url), 'utf8'),
) as readonly Vector[];

const NOW = Date.UTC(2026, 2, 1, 2);
const nonce = '0123456789abcdef';
const moment = { now: NOW, nonce };
const body = '{"version":"1.0.0","userNo":10000001,"dataType":"JSON","dataContent":"00ff"}';
const request = { method: 'POST', path: '/prod/openapi/vcc/scene', body };
const answer = { status: 200, body: '{"success":true}' };

/** Returns the reason for the refusal, or the result. */
function reasonOf<Result>(verify: () => Result): Result | string {
  try {
    return verify();
  } catch (error) {
    if (error instanceof SignatureInvalid) return error.reason;
    throw error;
  }
}

describe.each([1024, 2048] as const)('with keys of %d bits', async (bits) => {
  const pair = await newCodecKeyPair(bits);
  const unrelated = await newCodecKeyPair(bits);
  const signer = { keyId: '10000001', key: pair.privateKey };
  const sender: ExpectedSigner = { keyId: '10000001', keys: [pair.publicKey] };
  const headers = signRequest(request, signer, moment);
  const verified = (changes: Partial<ReceivedRequest> = {}, from = sender, now = NOW) =>
    reasonOf(() => verifyRequest({ ...request, headers: { ...headers }, ...changes }, from, now));

  it('a signed request is verified, and an unsigned one is reported as such', () => {
    expect(verified()).toEqual({ value: headers.signature.replace('issuary=', '') });
    expect(verified({ headers: {} })).toBeUndefined();
    expect(
      verified({ headers: { signature: 'other=:YQ==:', 'signature-input': 'other=();created=1' } }),
    ).toBeUndefined();
  });

  it('a signature with another label is ignored', () => {
    const both = {
      ...headers,
      signature: `other=:YQ==:, ${headers.signature}`,
      'signature-input': `other=("@authority");tag="x", ${headers['signature-input']}`,
    };
    expect(verified({ headers: both })).toMatchObject({ value: expect.any(String) });
  });

  it('a request is verified with each valid key during a rotation, and with no other', () => {
    expect(verified({}, { ...sender, keys: [unrelated.publicKey, pair.publicKey] })).toBeTypeOf('object');
    expect(verified({}, { ...sender, keys: [unrelated.publicKey] })).toBe('signature');
    expect(verified({}, { ...sender, keyId: '10000002' })).toBe('keyid');
  });

  it('a request is refused with another method, path or body', () => {
    expect(verified({ method: 'PUT' })).toBe('signature');
    expect(verified({ path: '/openapi/vcc/scene' })).toBe('signature');
    expect(verified({ body: `${body} ` })).toBe('digest');
    expect(verified({ headers: { ...headers, 'content-digest': undefined } })).toBe('digest');
  });

  it('a request is valid for its period, with a tolerance for clocks', () => {
    const at = (seconds: number) => verified({}, sender, NOW + seconds * 1_000);
    expect([-61, -60, 0, 300, 360, 361].map((seconds) => typeof at(seconds) === 'object')).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(at(-61)).toBe('early');
    expect(at(361)).toBe('expired');
  });

  it('a signature covers further headers that it names', () => {
    const more = signRequest({ ...request, headers: { 'webhook-id': 'w1' } }, signer, moment);
    expect(verified({ headers: { ...more, 'webhook-id': 'w1' } })).toBeTypeOf('object');
    expect(verified({ headers: { ...more, 'webhook-id': 'w2' } })).toBe('signature');
    expect(verified({ headers: { ...more } })).toBe('component');
  });

  it.each(['content-digest', 'signature', 'signature-input'] as const)(
    'a request is refused with %s twice',
    (name) => {
      expect(verified({ headers: { ...headers, [name]: [headers[name], headers[name]] } })).toBe('duplicate');
      expect(verified({ headers: { ...headers, [name]: [headers[name], 'other=1'] } })).toBe('duplicate');
      expect(verified({ headers: { ...headers, [name]: [headers[name]] } })).toBeTypeOf('object');
    },
  );

  it.each(['signature', 'signature-input'] as const)('a request is refused without %s', (name) => {
    expect(verified({ headers: { ...headers, [name]: undefined } })).toBe('incomplete');
  });

  const answers = signResponse(
    answer,
    verified() as VerifiedSignature,
    { ...signer, key: unrelated.privateKey },
    moment,
  );
  const platform: ExpectedSigner = { keyId: '10000001', keys: [unrelated.publicKey] };
  const answered = (changes: Partial<ReceivedResponse> = {}, sent = headers) =>
    reasonOf(() => verifyResponse({ ...answer, headers: { ...answers }, ...changes }, sent, platform, NOW));

  it('a signed answer belongs to its request', () => {
    expect(answered()).toBe(true);
    expect(answered({ headers: {} })).toBe(false);
    expect(answered({ status: 201 })).toBe('signature');
    expect(answered({ body: '{}' })).toBe('digest');
    // The same request, sent once more with another nonce.
    const again = signRequest(request, signer, { now: NOW, nonce: `${nonce}2` });
    expect(answered({}, again)).toBe('signature');
  });

  it('a signed request is not accepted as an answer, nor an answer as a request', () => {
    expect(answered({ headers: { ...headers } })).toBe('component');
    expect(verified({ headers: { ...answers }, body: answer.body }, platform)).toBe('component');
  });

  it('a request with any changed header is refused', () => {
    const names = Object.keys(headers) as (keyof SignatureHeaders)[];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(),
        fc.integer({ min: 33, max: 126 }),
        (name, index, code) => {
          const text = headers[name];
          const at = index % text.length;
          const character = String.fromCharCode(code);
          fc.pre(text[at] !== character);
          const changed = text.slice(0, at) + character + text.slice(at + 1);
          const result = verified({ headers: { ...headers, [name]: changed } });
          expect(['object', 'undefined']).not.toContain(typeof result);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe.each(vectors)('a message that another library signed with $algorithm', (vector) => {
  const sender = { keyId: vector.keyId, keys: [importPublicKey(vector.senderKey)] };
  const platform = { keyId: vector.keyId, keys: [importPublicKey(vector.platformKey)] };

  it('is verified', () => {
    expect(verifyRequest(vector.request, sender, vector.now)).toBeDefined();
    expect(verifyResponse(vector.answer, vector.request.headers, platform, vector.now)).toBe(true);
  });

  it('is refused at another authority', () => {
    const headers = { ...vector.request.headers, host: 'other.example' };
    expect(reasonOf(() => verifyRequest({ ...vector.request, headers }, sender, vector.now))).toBe(
      'signature',
    );
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importPublicKey } from '../../../../shared/wire/codec/keys.ts';
import { contentDigest, verifyDigest } from '../../../../shared/wire/signatures/content-digest.ts';
import {
  isSignedBy,
  type SignatureAlgorithm,
} from '../../../../shared/wire/signatures/signature-algorithms.ts';
import { signatureBase } from '../../../../shared/wire/signatures/signature-base.ts';
import { type InnerList, parseDictionary } from '../../../../shared/wire/signatures/structured-field.ts';

// The RSA examples of RFC 9421, and those of RFC 9530.

interface Vector {
  readonly section: string;
  readonly label: string;
  readonly algorithm: SignatureAlgorithm;
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly input: string;
  readonly signature: string;
  readonly base: string;
}

const { keys, signatures } = JSON.parse(
  readFileSync(new URL('../../../vectors/rfc9421.json', import.meta.url), 'utf8'),
) as { readonly keys: Readonly<Record<string, string>>; readonly signatures: readonly Vector[] };

/** Components that this contract does not use. */
const ELSEWHERE = /@query/;

describe.each(signatures)('RFC 9421, section $section', (vector) => {
  const { label, algorithm, key, input, signature, base } = vector;
  const publicKey = importPublicKey(keys[key] ?? '');
  const bytes = Buffer.from(signature, 'base64');

  it('is signed by the key of its algorithm', () => {
    expect(isSignedBy(algorithm, base, bytes, publicKey)).toBe(true);
    expect(isSignedBy(algorithm, `${base}\n`, bytes, publicKey)).toBe(false);
  });

  it.runIf(!ELSEWHERE.test(input))('has the signature base of the RFC', () => {
    const member = parseDictionary(`${label}=${input}`).get(label) as InnerList;
    expect(signatureBase(member, vector)).toBe(base);
  });
});

it('the vectors cover both algorithms', () => {
  expect(new Set(signatures.map(({ algorithm }) => algorithm))).toEqual(
    new Set(['rsa-pss-sha512', 'rsa-v1_5-sha256']),
  );
});

describe('RFC 9530', () => {
  it.each([
    ['{"hello": "world"}\n', 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:'],
    ['{"hello": "world"}', 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:'],
    ['', 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:'],
  ])('the digest of %j is generated and accepted', (body, field) => {
    expect(contentDigest(body)).toBe(field);
    expect(() => verifyDigest(field, body)).not.toThrow();
  });

  it('the longer hash is accepted too', () => {
    const field =
      'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:';
    expect(() => verifyDigest(field, '{"hello": "world"}')).not.toThrow();
  });
});

import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodecError, KeyUnsupported } from '../../../../shared/wire/codec/codec-errors.ts';
import {
  exportPem,
  importPrivateKey,
  importPublicKey,
  publicKeyOf,
} from '../../../../shared/wire/codec/keys.ts';
import { newCodecKeyPair, thrownBy } from '../../../support/fixtures/codec-keys.ts';

const { pem, privateKey, publicKey } = await newCodecKeyPair(1024);
const bodyOf = (text: string) => text.replace(/-----[^-]+-----/g, '').trim();
const derOf = (text: string) => Buffer.from(bodyOf(text), 'base64');

/** The same key in every notation that is accepted. */
const encodings: readonly (readonly [string, (text: string) => string | Buffer])[] = [
  ['PEM', (text) => text],
  ['PEM with CRLF', (text) => text.replaceAll('\n', '\r\n')],
  ['PEM without its last line break', (text) => text.trimEnd()],
  ['PEM bytes', (text) => Buffer.from(text)],
  ['Base64 with line breaks', bodyOf],
  ['Base64 on one line', (text) => bodyOf(text).replaceAll('\n', '')],
  ['DER', derOf],
];

describe.each(encodings)('%s', (_, encoding) => {
  it('is read', () => {
    const importedPublic = importPublicKey(encoding(pem.publicKey));
    const importedPrivate = importPrivateKey(encoding(pem.privateKey));
    expect(exportPem(importedPublic)).toBe(pem.publicKey);
    expect(exportPem(importedPrivate)).toBe(pem.privateKey);
    expect(importedPublic).toMatchObject({ kind: 'public', modulusBytes: 128 });
    expect(importedPrivate).toMatchObject({ kind: 'private', modulusBytes: 128 });
  });

  it('is not accepted as the other half', () => {
    expect(() => importPublicKey(encoding(pem.privateKey))).toThrow(KeyUnsupported);
    expect(() => importPrivateKey(encoding(pem.publicKey))).toThrow(KeyUnsupported);
  });
});

it.each([
  ['-----BEGIN P', '-----BEGIN Q'],
  ['-----END P', '-----END Q'],
])('a PEM block needs both its lines: %s', (line, another) => {
  expect(() => importPublicKey(pem.publicKey.replace(line, another))).toThrow(KeyUnsupported);
  expect(() => importPrivateKey(pem.privateKey.replace(line, another))).toThrow(KeyUnsupported);
});

it('the public half of a private key is derived', () => {
  expect(exportPem(publicKeyOf(privateKey))).toBe(pem.publicKey);
  expect(publicKeyOf(privateKey).modulusBytes).toBe(publicKey.modulusBytes);
});

const pemOf = (keys: { publicKey: KeyObject; privateKey: KeyObject }) => ({
  publicKey: String(keys.publicKey.export({ type: 'spki', format: 'pem' })),
  privateKey: String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })),
});
const refused = {
  'RSA of 512 bits': pemOf(generateKeyPairSync('rsa', { modulusLength: 512 })),
  'RSA of 1032 bits': pemOf(generateKeyPairSync('rsa', { modulusLength: 1032 })),
  'RSA with exponent 3': pemOf(generateKeyPairSync('rsa', { modulusLength: 1024, publicExponent: 3 })),
  'RSA for PSS only': pemOf(generateKeyPairSync('rsa-pss', { modulusLength: 1024 })),
  'an elliptic curve': pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  Ed25519: pemOf(generateKeyPairSync('ed25519')),
};

describe.each(Object.entries(refused))('%s', (_, pair) => {
  it('is refused without its content in the error', () => {
    for (const [text, read] of [
      [pair.publicKey, importPublicKey],
      [pair.privateKey, importPrivateKey],
    ] as const) {
      const error = thrownBy(() => read(text)) as KeyUnsupported;
      expect(error).toBeInstanceOf(KeyUnsupported);
      expect(error.cause).toBeUndefined();
      for (const line of bodyOf(text).split('\n')) expect(String(error.stack)).not.toContain(line);
    }
  });
});

it('other key formats are refused on the request path', () => {
  const pkcs1 = createPublicKey(pem.publicKey).export({ type: 'pkcs1', format: 'pem' });
  const passphrase = 'p';
  const encrypted = privateKey.key.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase,
  });
  expect(() => importPublicKey(pkcs1)).toThrow(KeyUnsupported);
  expect(() => importPrivateKey(encrypted)).toThrow(KeyUnsupported);
});

it('every invalid key gives a CodecError', () => {
  const der = derOf(pem.privateKey);
  const cutShort = fc.nat(der.length - 1).map((length) => der.subarray(0, length));
  const input = fc.oneof(
    fc.string(),
    fc.base64String(),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    cutShort,
  );
  fc.assert(
    fc.property(input, (bytes) => {
      for (const read of [importPublicKey, importPrivateKey]) {
        expect(thrownBy(() => read(bytes))).toBeInstanceOf(CodecError);
      }
    }),
  );
});

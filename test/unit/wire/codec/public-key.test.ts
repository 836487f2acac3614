import { generateKeyPairSync, type KeyExportOptions } from 'node:crypto';
import forge from 'node-forge';
import { describe, expect, it } from 'vitest';
import { KeyUnsupported, PrivateKeyGiven } from '../../../../shared/wire/codec/codec-errors.ts';
import { importPublicKey } from '../../../../shared/wire/codec/keys.ts';
import { readPublicKey } from '../../../../shared/wire/codec/public-key.ts';
import { newCodecKeyPair } from '../../../support/fixtures/codec-keys.ts';
import { bufferOf, certificateFor, keyStore, pemOf } from './forged-keys-fixture.ts';

const PASSWORD = 'correct horse';
const { pem, privateKey, publicKey } = await newCodecKeyPair(1024);
const forgeKey = forge.pki.privateKeyFromPem(pem.privateKey);
const certificate = certificateFor(pem.publicKey, forgeKey);
const certificatePem = forge.pki.certificateToPem(certificate);

const exported = (type: 'pkcs1' | 'pkcs8', encrypted = false) => {
  const encryption = encrypted ? { cipher: 'aes-256-cbc', passphrase: PASSWORD } : {};
  return privateKey.key.export({ type, format: 'der', ...encryption } as KeyExportOptions<'der'>) as Buffer;
};
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const privates: Record<string, Buffer> = {
  'PKCS#1': exported('pkcs1'),
  'PKCS#8': exported('pkcs8'),
  'encrypted PKCS#8': exported('pkcs8', true),
  'PKCS#12': keyStore(forgeKey, [certificate], PASSWORD),
  'PKCS#12 of before': keyStore(forgeKey, [certificate], PASSWORD, '3des'),
  'SEC 1': ec.export({ type: 'sec1', format: 'der' }),
};

describe.each(Object.entries(privates))('a private key as %s', (_, der) => {
  it.each<[string, string | Buffer]>([
    ['DER', der],
    ['Base64', der.toString('base64')],
    ['PEM', pemOf('PRIVATE KEY', der)],
    ['PEM under the label of a public key', pemOf('PUBLIC KEY', der)],
    ['PEM bytes after a certificate', Buffer.from(certificatePem + pemOf('SOME KEY', der))],
  ])('in %s is refused, whether its password is known or not', (_form, input) => {
    for (const password of [undefined, PASSWORD, 'wrong'])
      expect(() => readPublicKey(input, password)).toThrow(PrivateKeyGiven);
  });
});

it('legacy encrypted PEM and OpenSSH private keys are refused as well', () => {
  const legacy = privateKey.key.export({
    type: 'pkcs1',
    format: 'pem',
    cipher: 'aes-128-cbc',
    passphrase: 'p',
  });
  expect(() => readPublicKey(legacy)).toThrow(PrivateKeyGiven);
  const ssh =
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n-----END OPENSSH PRIVATE KEY-----\n';
  expect(() => readPublicKey(ssh)).toThrow(PrivateKeyGiven);
});

it('the error says that the key is compromised, and contains nothing of it', () => {
  const { message, code } = new PrivateKeyGiven();
  expect(code).toBe('PRIVATE_KEY_GIVEN');
  expect(message).toContain('a private key that was handed over is compromised');
});

it.each<[string, string | Buffer]>([
  ['SubjectPublicKeyInfo', pem.publicKey],
  ['DER', publicKey.key.export({ type: 'spki', format: 'der' })],
  ['PKCS#1', publicKey.key.export({ type: 'pkcs1', format: 'pem' })],
  ['a certificate', certificatePem],
  ['a certificate as DER', bufferOf(forge.pki.certificateToAsn1(certificate))],
])('a public key is accepted as %s', (_, input) => {
  expect(readPublicKey(input)).toBe(pem.publicKey);
});

it.each(['', 'hello', 'ssh-rsa AAAA', '-----BEGIN PUBLIC KEY-----'])(
  'an invalid key is not mistaken for a private one: %j',
  (input) => {
    expect(() => readPublicKey(input)).toThrow(KeyUnsupported);
    expect(() => readPublicKey(input)).not.toThrow(PrivateKeyGiven);
  },
);

it.each<[string, string | Buffer]>([
  ['PKCS#8 PEM', pem.privateKey],
  ['PKCS#8', exported('pkcs8')],
  ['PKCS#8 Base64', exported('pkcs8').toString('base64')],
  ['PKCS#1', exported('pkcs1')],
  ['PKCS#1 PEM', privateKey.key.export({ type: 'pkcs1', format: 'pem' })],
])('the client gives the same error for %s as public key', (_, input) => {
  expect(() => importPublicKey(input)).toThrow(PrivateKeyGiven);
});

import { generateKeyPairSync, type KeyExportOptions } from 'node:crypto';
import fc from 'fast-check';
import forge from 'node-forge';
import { describe, expect, it } from 'vitest';
import { CodecError, KeyPasswordWrong, KeyUnsupported } from '../../../../shared/wire/codec/codec-errors.ts';
import { readKey } from '../../../../shared/wire/codec/formats.ts';
import { newCodecKeyPair, thrownBy } from '../../../support/fixtures/codec-keys.ts';
import { bufferOf, certificateFor, der, keyStore, objectId, pemOf, sequence } from './forged-keys-fixture.ts';

const PASSWORD = 'correct horse';
const { pem, privateKey, publicKey } = await newCodecKeyPair(1024);
const { key } = privateKey;
const forgeKey = forge.pki.privateKeyFromPem(pem.privateKey);
const certificate = (publicPem = pem.publicKey) => certificateFor(publicPem, forgeKey);

const exported = (type: 'pkcs1' | 'pkcs8', encrypted = false) => {
  const encryption = encrypted ? { cipher: 'aes-256-cbc', passphrase: PASSWORD } : {};
  return key.export({ type, format: 'der', ...encryption } as KeyExportOptions<'der'>) as Buffer;
};

const privates: Record<string, readonly [label: string, der: Buffer]> = {
  'PKCS#1 private key': ['RSA PRIVATE KEY', exported('pkcs1')],
  'PKCS#8': ['PRIVATE KEY', exported('pkcs8')],
  'encrypted PKCS#8': ['ENCRYPTED PRIVATE KEY', exported('pkcs8', true)],
  'PKCS#12': ['PKCS12', keyStore(forgeKey, [certificate()], PASSWORD)],
};
const publics: Record<string, readonly [label: string, der: Buffer]> = {
  SubjectPublicKeyInfo: ['PUBLIC KEY', publicKey.key.export({ type: 'spki', format: 'der' })],
  'PKCS#1 public key': ['RSA PUBLIC KEY', publicKey.key.export({ type: 'pkcs1', format: 'der' })],
  'X.509': ['CERTIFICATE', bufferOf(forge.pki.certificateToAsn1(certificate()))],
};

/** Returns every notation of a DER structure. */
const encodings = (label: string, der: Buffer): Record<string, string | Buffer> => ({
  DER: der,
  PEM: pemOf(label, der),
  'PEM with CRLF': pemOf(label, der).replaceAll('\n', '\r\n'),
  'PEM with a wrong label': pemOf('SOME KEY', der),
  'PEM after a preamble': `Bag Attributes\n    friendlyName: m\n${pemOf(label, der)}`,
  'PEM bytes': Buffer.from(pemOf(label, der)),
  'Base64 on one line': der.toString('base64'),
  'Base64 with line breaks': der.toString('base64').replace(/.{76}/g, '$&\r\n'),
  'Base64 bytes': Buffer.from(der.toString('base64')),
});

describe.each(Object.entries({ ...privates, ...publics }))('%s', (format, [label, der]) => {
  const expected = { format, ...(format in privates ? pem : { publicKey: pem.publicKey }) };

  it.each(Object.entries(encodings(label, der)))('is read as %s', (_, input) => {
    expect(readKey(input, PASSWORD)).toStrictEqual(expected);
  });
});

describe('passwords', () => {
  const legacy = key.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: PASSWORD });

  it('open legacy encrypted PEM and PKCS#12', () => {
    expect(readKey(legacy, PASSWORD)).toStrictEqual({ format: 'encrypted PKCS#1', ...pem });
    expect(readKey(keyStore(forgeKey, [certificate()], PASSWORD, '3des'), PASSWORD)).toStrictEqual({
      format: 'PKCS#12',
      ...pem,
    });
  });

  it.each([
    ['encrypted PKCS#1', legacy],
    ['encrypted PKCS#8', exported('pkcs8', true)],
    ['PKCS#12', keyStore(forgeKey, [certificate()], PASSWORD)],
  ])('are refused when wrong or missing for %s', (format, input) => {
    for (const password of ['wrong', '', undefined]) {
      const error = thrownBy(() => readKey(input, password)) as KeyPasswordWrong;
      expect(error).toBeInstanceOf(KeyPasswordWrong);
      expect(error.message).toContain(format);
    }
  });

  it('are never assumed when they are missing', () => {
    const inWord = key.export({
      type: 'pkcs1',
      format: 'pem',
      cipher: 'aes-128-cbc',
      passphrase: 'undefined',
    });
    const options = { algorithm: 'aes256', count: 10 } as const;
    const pkcs8 = forge.asn1.fromDer(exported('pkcs8').toString('latin1'));
    const unencrypted = bufferOf(forge.pki.encryptPrivateKeyInfo(pkcs8, '', options));
    for (const [input, password] of [
      [inWord, 'undefined'],
      [unencrypted, ''],
    ] as const) {
      expect(readKey(input, password)).toMatchObject(pem);
      expect(() => readKey(input)).toThrow(KeyPasswordWrong);
    }
  });
});

describe('bundles', () => {
  it.each(['PKCS#1 private key', 'PKCS#8', 'encrypted PKCS#8'])(
    'of several PEM blocks give the %s',
    (format) => {
      const parts = [publics['X.509'], privates[format]].flatMap((part) => (part ? [pemOf(...part)] : []));
      expect(readKey(parts.join(''), PASSWORD)).toStrictEqual({ format, ...pem });
    },
  );

  it('of a PEM chain give the first certificate', async () => {
    const { pem: issuer } = await newCodecKeyPair(1024);
    const chain = [certificate(), certificate(issuer.publicKey)].map((each) =>
      forge.pki.certificateToPem(each),
    );
    expect(readKey(chain.join('')).publicKey).toBe(pem.publicKey);
    expect(readKey(chain.toReversed().join('')).publicKey).toBe(issuer.publicKey);
  });

  it('may be a certificate request', () => {
    const request = forge.pki.createCertificationRequest();
    request.publicKey = forge.pki.publicKeyFromPem(pem.publicKey);
    request.setSubject([{ name: 'commonName', value: 'merchant' }]);
    request.sign(forgeKey, forge.md.sha256.create());
    expect(readKey(forge.pki.certificationRequestToPem(request)).publicKey).toBe(pem.publicKey);
  });
});

describe('a key is refused', () => {
  const spki = { type: 'spki', format: 'pem' } as const;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ed = generateKeyPairSync('ed25519');
  const tiny = generateKeyPairSync('rsa', { modulusLength: 512 });
  const e3 = generateKeyPairSync('rsa', { modulusLength: 1024, publicExponent: 3 });
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 1024 });

  /** Returns a public key of this algorithm with an empty key. */
  const algorithm = (oid: string) => sequence(sequence(objectId(oid)), der(0x03, Buffer.from([0])));

  it.each([
    ['an elliptic curve', ec.publicKey.export(spki), 'a key for elliptic curves, not RSA'],
    [
      'PKCS#8 of an elliptic curve',
      ec.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      'a key for elliptic curves, not RSA',
    ],
    [
      'SEC 1',
      ec.privateKey.export({ type: 'sec1', format: 'pem' }),
      'PEM block "EC PRIVATE KEY": an elliptic-curve private key (SEC 1), not RSA',
    ],
    ['Ed25519', ed.publicKey.export(spki), 'a key for Ed25519, not RSA'],
    ['RSA-PSS', pss.privateKey.export({ type: 'pkcs8', format: 'pem' }), 'a key for RSA-PSS only, not RSA'],
    ['RSA-OAEP', algorithm('1.2.840.113549.1.1.7'), 'a key for RSA-OAEP only, not RSA'],
    ['DSA', algorithm('1.2.840.10040.4.1'), 'a key for DSA, not RSA'],
    ['X25519', algorithm('1.3.101.110'), 'a key for algorithm 1.3.101.110, not RSA'],
    [
      '512 bits',
      tiny.privateKey.export({ type: 'pkcs1', format: 'pem' }),
      'RSA of 512 bits; allowed are 1024, 2048, 4096',
    ],
    [
      'exponent 3',
      e3.publicKey.export({ type: 'pkcs1', format: 'pem' }),
      'RSA with a public exponent that is not between 65537 and 4294967295; 65537 is usual',
    ],
    [
      'a certificate for 512 bits',
      forge.pki.certificateToPem(certificate(tiny.publicKey.export(spki) as string)),
      'RSA of 512 bits; allowed are 1024, 2048, 4096',
    ],
    [
      'OpenSSH public',
      'ssh-rsa AAAAB3NzaC1yc2E me@here',
      'an OpenSSH public key: convert it with ssh-keygen -e -m PKCS8',
    ],
    [
      'OpenSSH private',
      pemOf('OPENSSH PRIVATE KEY', Buffer.from('openssh-key-v1\0')),
      'PEM block "OPENSSH PRIVATE KEY": damaged or unsupported',
    ],
    [
      'JKS',
      Buffer.from('feedfeed00000002', 'hex'),
      'a Java key store (JKS): convert it with keytool -importkeystore -deststoretype PKCS12',
    ],
    [
      'PKCS#7',
      bufferOf(forge.pkcs7.createSignedData().toAsn1()),
      'DER: PKCS#7 or parameters, which hold no key',
    ],
    ['a truncated PEM', pem.publicKey.slice(0, 100), 'PEM: damaged or unsupported'],
    ['a text', 'my key', 'neither DER nor PEM nor Base64'],
    ['nothing', '', 'DER: damaged or unsupported'],
  ])('%s', (_, input, expected) => {
    const error = thrownBy(() => readKey(input as string | Buffer)) as KeyUnsupported;
    expect(error).toBeInstanceOf(KeyUnsupported);
    expect(error.message).toBe(expected);
    expect(error.cause).toBeUndefined();
  });

  it('any damaged key gives a key or a CodecError without its content', () => {
    const sources = Object.values({ ...privates, ...publics }).map(([, der]) => der);
    const damaged = fc
      .tuple(fc.constantFrom(...sources), fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean())
      .map(([der, position, change, cut]) => {
        const at = position % der.length;
        const copy = Buffer.from(der);
        copy.writeUInt8(copy.readUInt8(at) ^ change, at);
        return cut ? copy.subarray(0, at) : copy;
      });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), damaged), (input) => {
        const error = thrownBy(() =>
          expect(readKey(input, PASSWORD).publicKey).toContain('BEGIN PUBLIC KEY'),
        );
        if (error !== undefined) expect(error).toBeInstanceOf(CodecError);
      }),
      { numRuns: 200 },
    );
  });
});

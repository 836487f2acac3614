import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';
import { describe, expect, it } from 'vitest';
import { KeyUnsupported } from '../../../../shared/wire/codec/codec-errors.ts';
import { readKey } from '../../../../shared/wire/codec/formats.ts';
import { newCodecKeyPair } from '../../../support/fixtures/codec-keys.ts';
import { bufferOf, certificateFor, der, keyStore, objectId, sequence } from './forged-keys-fixture.ts';

const PASSWORD = 'correct horse';
const { pem, privateKey } = await newCodecKeyPair(1024);
const forgeKey = forge.pki.privateKeyFromPem(pem.privateKey);
const certificate = () => certificateFor(pem.publicKey, forgeKey);
const { data, keyBag, certBag, x509Certificate } = forge.pki.oids as Record<string, string>;

const named = (oid: string | undefined, value: Buffer) => sequence(objectId(oid ?? ''), der(0xa0, value));
const octets = (bytes: Buffer) => der(0x04, bytes);
const keyIn = (pkcs8: Buffer) => named(keyBag, pkcs8);
const certificateIn = (x509: Buffer) => named(certBag, named(x509Certificate, octets(x509)));

/** Returns a key store of these bags, without encryption or authentication. */
const openStore = (...bags: readonly Buffer[]) =>
  sequence(
    der(0x02, Buffer.from([3])),
    named(data, octets(sequence(named(data, octets(sequence(...bags)))))),
  );

const pkcs8 = privateKey.key.export({ type: 'pkcs8', format: 'der' });
const x509 = bufferOf(forge.pki.certificateToAsn1(certificate()));

describe('a PKCS#12', () => {
  it('without a private key gives its certificate', () => {
    expect(readKey(keyStore(null, [certificate()], PASSWORD), PASSWORD)).toStrictEqual({
      format: 'PKCS#12',
      publicKey: pem.publicKey,
    });
  });

  it('without a password is read without one', () => {
    expect(readKey(openStore(keyIn(pkcs8), certificateIn(x509)))).toStrictEqual({
      format: 'PKCS#12',
      ...pem,
    });
  });

  it.each([
    ['0 private keys and 2 certificates', keyStore(null, [certificate(), certificate()], PASSWORD)],
    ['0 private keys and 0 certificates', openStore()],
    ['2 private keys and 1 certificates', openStore(keyIn(pkcs8), certificateIn(x509), keyIn(pkcs8))],
  ])('with %s is refused as ambiguous', (held, store) => {
    const message = `PKCS#12 with ${held}: it is not clear which key is meant`;
    expect(() => readKey(store, PASSWORD)).toThrow(new KeyUnsupported(message));
  });

  it('may have a certificate with an unknown signature algorithm', () => {
    const signed = certificate();
    signed.signatureOid = '1.2.840.10045.4.3.2';
    const unknown = bufferOf(forge.pki.certificateToAsn1(signed));
    for (const bytes of [unknown, openStore(certificateIn(unknown))]) {
      expect(readKey(bytes).publicKey).toBe(pem.publicKey);
    }
  });

  it('with a key for another algorithm is refused', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const otherStore = sequence(
      sequence(ec.publicKey.export({ type: 'spki', format: 'der' })),
      sequence(),
      der(0x03, Buffer.from([0])),
    );
    for (const bag of [
      keyIn(ec.privateKey.export({ type: 'pkcs8', format: 'der' })),
      certificateIn(otherStore),
    ]) {
      expect(() => readKey(openStore(bag))).toThrow(new KeyUnsupported('a key for elliptic curves, not RSA'));
    }
  });
});

import forge from 'node-forge';
import { exportPem, importPrivateKey } from './keys.ts';

// For operators' tools only, like formats.ts.

/**
 * Wraps a private key as PKCS#12 for Java (KeyStore "PKCS12") and .NET (X509Certificate2), which find keys by
 * certificate. The key therefore comes with a self-signed certificate that certifies nothing and never expires. The key
 * is encrypted with AES-256 under `password`, which Windows before Server 2019 cannot read.
 *
 * @param privateKey PKCS#8 as importPrivateKey reads it
 * @param name alias in the key store and common name of the certificate
 * @param password printable ASCII, because libraries disagree on how to encode anything else
 * @returns DER
 * @throws KeyUnsupported when importPrivateKey rejects the key
 * @throws RangeError when the password is empty or not printable ASCII
 */
export function toPkcs12(privateKey: string | Buffer, name: string, password: string): Buffer {
  if (!/^[ -~]+$/.test(password)) throw new RangeError('the password must be printable ASCII, not empty');
  const key = forge.pki.privateKeyFromPem(exportPem(importPrivateKey(privateKey)));
  const store = forge.pkcs12.toPkcs12Asn1(key, certificateOf(key, name), password, {
    algorithm: 'aes256',
    count: 10_000,
    friendlyName: name,
  });
  return Buffer.from(forge.asn1.toDer(store).getBytes(), 'latin1');
}

function certificateOf(key: forge.pki.rsa.PrivateKey, name: string): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  const subject = [{ name: 'commonName', value: name, valueTagClass: forge.asn1.Type.UTF8 as never }];
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date('2000-01-01T00:00:00Z');
  // RFC 5280, 4.1.2.5: the value for "no well-defined expiration date".
  certificate.validity.notAfter = new Date('9999-12-31T23:59:59Z');
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
  certificate.sign(key, forge.md.sha256.create());
  return certificate;
}

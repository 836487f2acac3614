import forge from 'node-forge';

// Key files as merchants' tools write them, made with node-forge or by hand.

/** Returns an ASN.1 structure as DER. */
export const bufferOf = (node: forge.asn1.Asn1): Buffer =>
  Buffer.from(forge.asn1.toDer(node).getBytes(), 'latin1');

/** Returns one element of DER: its tag and its content. */
export function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), content]);
}

export const sequence = (...members: readonly Buffer[]): Buffer => der(0x30, ...members);

export const objectId = (oid: string): Buffer =>
  der(0x06, Buffer.from(forge.asn1.oidToDer(oid).getBytes(), 'latin1'));

export const pemOf = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

/** Returns an expired certificate for a public key, signed by any key. */
export function certificateFor(publicKey: string, signer: forge.pki.rsa.PrivateKey): forge.pki.Certificate {
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  made.validity.notBefore = made.validity.notAfter = new Date(0);
  made.setSubject([{ name: 'commonName', value: 'merchant' }]);
  made.setIssuer([{ name: 'commonName', value: 'merchant' }]);
  made.sign(signer, forge.md.sha256.create());
  return made;
}

/** Returns a PKCS#12 key store with a password. */
export function keyStore(
  key: forge.pki.rsa.PrivateKey | null,
  certificates: forge.pki.Certificate[],
  password: string,
  algorithm: 'aes256' | '3des' = 'aes256',
): Buffer {
  const options = { algorithm, count: 10 };
  const keyIn = key as forge.pki.rsa.PrivateKey;
  return bufferOf(forge.pkcs12.toPkcs12Asn1(keyIn, certificates, password, options));
}

import forge from 'node-forge';
import { type Asn1, memberOf, membersOf, shapeOf } from './asn1.ts';
import { KeyUnsupported } from './codec-errors.ts';
import { decrypt, decryptKey } from './forge-errors.ts';

// For operators' tools only: node-forge takes 24 ms to load, so nothing on a request's path may import this module.

export type ForgeKey = forge.pki.rsa.PrivateKey | forge.pki.rsa.PublicKey;

/** The recognised format, in words for the operator. */
export type KeyFormat =
  | 'SubjectPublicKeyInfo'
  | 'PKCS#1 public key'
  | 'PKCS#1 private key'
  | 'PKCS#8'
  | 'encrypted PKCS#1'
  | 'encrypted PKCS#8'
  | 'X.509'
  | 'PKCS#12';

export type StructuredFormat = Exclude<KeyFormat, 'encrypted PKCS#1'>;

/** Reads the key from each format. */
export const KEY_READERS: Record<StructuredFormat, (node: Asn1, password: string | undefined) => ForgeKey> = {
  SubjectPublicKeyInfo: publicKeyIn,
  'PKCS#1 public key': (node) => forge.pki.publicKeyFromAsn1(node) as ForgeKey,
  'PKCS#1 private key': (node) => forge.pki.privateKeyFromAsn1(node),
  'PKCS#8': privateKeyIn,
  'encrypted PKCS#8': (node, password) => privateKeyIn(decryptPkcs8(node, password)),
  'X.509': certificateKeyIn,
  'PKCS#12': keyStoreKeyIn,
};

function publicKeyIn(node: Asn1): ForgeKey {
  assertRsaAlgorithm(memberOf(node, 0));
  return forge.pki.publicKeyFromAsn1(node) as ForgeKey;
}

function privateKeyIn(node: Asn1): ForgeKey {
  assertRsaAlgorithm(memberOf(node, 1));
  return forge.pki.privateKeyFromAsn1(node);
}

/** Does not use forge's certificate reader, which rejects RSA keys under signature algorithms that it does not know. */
function certificateKeyIn(node: Asn1): ForgeKey {
  const info = membersOf(memberOf(node, 0)).find((member) => shapeOf(member) === 'SB');
  if (info === undefined) throw new KeyUnsupported('X.509: not a certificate or certificate request');
  return publicKeyIn(info);
}

function decryptPkcs8(node: Asn1, password: string | undefined): Asn1 {
  return decryptKey('encrypted PKCS#8', password, (given) => forge.pki.decryptPrivateKeyInfo(node, given));
}

const { keyBag, pkcs8ShroudedKeyBag, certBag } = forge.pki.oids as Record<string, string>;

/** Returns the only private key of a key store, or without one the key of the only certificate. */
function keyStoreKeyIn(node: Asn1, password: string | undefined): ForgeKey {
  const store = decrypt('PKCS#12', () => forge.pkcs12.pkcs12FromAsn1(node, password));
  const bags = store.safeContents.flatMap(({ safeBags }) => safeBags);
  const keys = bags.filter(({ type }) => type === keyBag || type === pkcs8ShroudedKeyBag);
  const certificates = bags.filter(({ type }) => type === certBag);
  const [bag, another] = keys.length > 0 ? keys : certificates;
  if (bag === undefined || another !== undefined) {
    const held = `${keys.length} private keys and ${certificates.length} certificates`;
    throw new KeyUnsupported(`PKCS#12 with ${held}: it is not clear which key is meant`);
  }
  if (bag.key) return bag.key as ForgeKey;
  if (bag.cert) return bag.cert.publicKey as ForgeKey;
  return keys.length > 0 ? privateKeyIn(bag.asn1) : certificateKeyIn(bag.asn1);
}

const OTHER_ALGORITHMS: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.7': 'RSA-OAEP only',
  '1.2.840.113549.1.1.10': 'RSA-PSS only',
  '1.2.840.10040.4.1': 'DSA',
  '1.2.840.10045.2.1': 'elliptic curves',
  '1.3.101.112': 'Ed25519',
};

function assertRsaAlgorithm(identifier: Asn1): void {
  const oid = forge.asn1.derToOid(memberOf(identifier, 0).value as string);
  if (oid !== forge.pki.oids['rsaEncryption']) {
    throw new KeyUnsupported(`a key for ${OTHER_ALGORITHMS[oid] ?? `algorithm ${oid}`}, not RSA`);
  }
}

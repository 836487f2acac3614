import forge from 'node-forge';
import { type Asn1, memberOf, membersOf, shapeOf } from './asn1.ts';
import { decodeBase64 } from './base64.ts';
import { CodecError, KeyPasswordWrong, KeyUnsupported } from './codec-errors.ts';
import { DER_SEQUENCE, exportPem, importPrivateKey, publicKeyOf } from './keys.ts';
import { acceptPublicKey } from './modulus.ts';

// For operators' tools only: node-forge takes 24 ms to load, so nothing on a request's path may import this module.

type ForgeKey = forge.pki.rsa.PrivateKey | forge.pki.rsa.PublicKey;

/** The recognised format, in words for the operator. */
type KeyFormat =
  | 'SubjectPublicKeyInfo'
  | 'PKCS#1 public key'
  | 'PKCS#1 private key'
  | 'PKCS#8'
  | 'encrypted PKCS#1'
  | 'encrypted PKCS#8'
  | 'X.509'
  | 'PKCS#12';

/** A key in the one form that everything else works with. privateKey is set when the input held one. */
interface ParsedKey {
  readonly format: KeyFormat;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  /** PKCS#8, PEM, not encrypted. */
  readonly privateKey?: string;
}

/**
 * Reads whatever key a merchant supplies: PKCS#1, PKCS#8 (also encrypted), SubjectPublicKeyInfo, an X.509 certificate
 * or certificate request, or PKCS#12; as PEM, as bare Base64 (with or without line breaks) or as DER. The structure
 * decides, not the PEM label. Of several PEM blocks the first private key wins, else the first block. Signatures and
 * validity of certificates are not checked: a public key is trusted because of how it was handed over.
 *
 * @param password may be empty, which is not the same as absent. Beyond ASCII it may not work, because libraries encode
 * such passwords differently.
 * @throws KeyUnsupported when it is not an RSA key that the contract allows; the message names what was recognised
 * @throws KeyPasswordWrong when the password is wrong or missing
 */
export function readKey(input: string | Buffer, password?: string): ParsedKey {
  const text = input.toString('latin1');
  if (isPem(input)) return readPem(text, password);
  return readStructure(derBytesOf(input), password);
}

/** Whether the input is PEM. DER may contain any text, so its first byte is checked first. */
export const isPem = (input: string | Buffer): boolean =>
  input[0] !== DER_SEQUENCE && input.toString('latin1').includes('-----BEGIN ');

/**
 * Returns the bytes of DER or of its Base64, as one character per byte.
 *
 * @throws KeyUnsupported when the input is neither
 */
export function derBytesOf(input: string | Buffer): string {
  const text = input.toString('latin1');
  if (input[0] === DER_SEQUENCE) return text;
  const der = decodeBase64(text.replace(/\s+/g, ''));
  if (der === undefined) {
    const [, advice = 'neither DER nor PEM nor Base64'] =
      FOREIGN_FORMATS.find(([start]) => text.startsWith(start)) ?? [];
    throw new KeyUnsupported(advice);
  }
  return der.toString('latin1');
}

/** Formats that merchants have and can convert with their own tools. */
const FOREIGN_FORMATS: readonly (readonly [start: string, advice: string])[] = [
  [
    '\xfe\xed\xfe\xed',
    'a Java key store (JKS): convert it with keytool -importkeystore -deststoretype PKCS12',
  ],
  ['ssh-', 'an OpenSSH public key: convert it with ssh-keygen -e -m PKCS8'],
];

function readPem(text: string, password: string | undefined): ParsedKey {
  const blocks = parseOrReject('PEM', () => forge.pem.decode(text));
  const block = blocks.find(({ type }) => type.endsWith('PRIVATE KEY')) ?? blocks[0];
  if (block === undefined) throw new KeyUnsupported('PEM without a complete block');
  if (block.procType?.type === 'ENCRYPTED') {
    const pem = forge.pem.encode(block);
    const open = (given: string) => forge.pki.decryptRsaPrivateKey(pem, given);
    return normalised('encrypted PKCS#1', decryptKey('encrypted PKCS#1', password, open));
  }
  return readStructure(block.body, password, `PEM block "${block.type}"`);
}

type StructuredFormat = Exclude<KeyFormat, 'encrypted PKCS#1'>;

/** Formats by the shape of their structure (shapeOf). */
const FORMATS_BY_SHAPE: readonly (readonly [shape: RegExp, format: StructuredFormat])[] = [
  [/^SB$/, 'SubjectPublicKeyInfo'],
  [/^II$/, 'PKCS#1 public key'],
  [/^I{9}$/, 'PKCS#1 private key'],
  [/^ISO/, 'PKCS#8'],
  [/^SO$/, 'encrypted PKCS#8'],
  [/^SSB$/, 'X.509'],
  [/^ISS?$/, 'PKCS#12'],
];

/** Reads the key from each format. */
const KEY_READERS: Record<StructuredFormat, (node: Asn1, password: string | undefined) => ForgeKey> = {
  SubjectPublicKeyInfo: publicKeyIn,
  'PKCS#1 public key': (node) => forge.pki.publicKeyFromAsn1(node) as ForgeKey,
  'PKCS#1 private key': (node) => forge.pki.privateKeyFromAsn1(node),
  'PKCS#8': privateKeyIn,
  'encrypted PKCS#8': (node, password) => privateKeyIn(decryptPkcs8(node, password)),
  'X.509': certificateKeyIn,
  'PKCS#12': keyStoreKeyIn,
};

function readStructure(der: string, password: string | undefined, origin = 'DER'): ParsedKey {
  const node = parseOrReject(origin, () => forge.asn1.fromDer(der));
  const shape = shapeOf(node);
  const [, format] = FORMATS_BY_SHAPE.find(([pattern]) => pattern.test(shape)) ?? [];
  if (format === undefined) throw new KeyUnsupported(`${origin}: ${hint(shape)}`);
  return normalised(
    format,
    parseOrReject(format, () => KEY_READERS[format](node, password)),
  );
}

function hint(shape: string): string {
  if (shape.startsWith('IO')) return 'an elliptic-curve private key (SEC 1), not RSA';
  if (shape.startsWith('D')) return 'PKCS#7 or parameters, which hold no key';
  return 'not a known key format';
}

/** Both libraries must agree on the key: what forge read also passes the importers of keys.ts and their rules. */
function normalised(format: KeyFormat, key: ForgeKey): ParsedKey {
  if (!('d' in key)) return { format, publicKey: exportPem(acceptPublicKey(forge.pki.publicKeyToPem(key))) };
  const pkcs8 = forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key));
  const imported = importPrivateKey(Buffer.from(forge.asn1.toDer(pkcs8).getBytes(), 'latin1'));
  const publicKey = exportPem(acceptPublicKey(exportPem(publicKeyOf(imported))));
  return { format, publicKey, privateKey: exportPem(imported) };
}

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

/** forge's own errors may quote their input, so none of them gets out, not even as a cause. */
export function parseOrReject<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CodecError) throw error;
    throw new KeyUnsupported(`${what}: damaged or unsupported`);
  }
}

/** For formats that always have a password: given none, forge would use the word "undefined". */
const decryptKey = <T>(format: KeyFormat, password: string | undefined, open: (given: string) => T | null) =>
  decrypt(format, () => (password === undefined ? null : open(password)));

function decrypt<T>(format: KeyFormat, open: () => T | null): T {
  let opened: T | null;
  try {
    opened = open();
  } catch (error) {
    // "Unsupported OID", "unsupported MAC algorithm": another password would not help.
    if (error instanceof Error && /unsupported/i.test(error.message)) {
      throw new KeyUnsupported(`${format}: protected by an unsupported algorithm`);
    }
    opened = null;
  }
  if (opened === null) throw new KeyPasswordWrong(`${format}: password missing or wrong`);
  return opened;
}

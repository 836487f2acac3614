import forge from 'node-forge';
import { shapeOf } from './asn1.ts';
import { decodeBase64 } from './base64.ts';
import { KeyUnsupported } from './codec-errors.ts';
import { decryptKey, parseOrReject } from './forge-errors.ts';
import { type ForgeKey, KEY_READERS, type KeyFormat, type StructuredFormat } from './key-readers.ts';
import { DER_SEQUENCE, exportPem, importPrivateKey, publicKeyOf } from './keys.ts';
import { acceptPublicKey } from './modulus.ts';

// For operators' tools only: node-forge takes 24 ms to load, so nothing on a request's path may import this module.

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

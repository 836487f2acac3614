import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { decodeBase64 } from './base64.ts';
import { KeyUnsupported, PrivateKeyGiven } from './codec-errors.ts';

/** Modulus sizes that the contract knows; 1024 is its documented default. */
export const RSA_MODULUS_BITS = [1024, 2048, 4096] as const;
export type RsaModulusBits = (typeof RSA_MODULUS_BITS)[number];

const MIN_PUBLIC_EXPONENT = 65_537n;
/** Larger ones are nobody's, and one of 2,047 bits takes a request 15 seconds. */
const MAX_PUBLIC_EXPONENT = 2n ** 32n - 1n;

interface RsaKeyOf<Kind extends 'public' | 'private'> {
  readonly kind: Kind;
  /** For node:crypto with PKCS#1 v1.5 padding, as it is. */
  readonly key: KeyObject;
  /** Size of the modulus, and so of each block of ciphertext (k in the contract). */
  readonly modulusBytes: number;
}
export type RsaPublicKey = RsaKeyOf<'public'>;
export type RsaPrivateKey = RsaKeyOf<'private'>;
export type RsaKey = RsaPublicKey | RsaPrivateKey;

/** A key pair as it is stored and handed over. */
export interface RsaKeyPairPem {
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  /** PKCS#8, PEM, not encrypted. */
  readonly privateKey: string;
}

/**
 * Reads a SubjectPublicKeyInfo: PEM, bare Base64 (with or without line breaks) or DER. Parsing costs more than using
 * the key, so import once and keep the result. Throws KeyUnsupported, which says why, unless it is RSA that the contract
 * allows (section 1.3), and PrivateKeyGiven for a private key. Other formats: formats.ts.
 */
export function importPublicKey(spki: string | Buffer): RsaPublicKey {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(spki.toString('latin1'))) throw new PrivateKeyGiven();
  const der = derOf(spki, 'PUBLIC KEY');
  if (isPrivate(der)) throw new PrivateKeyGiven();
  const key = parseKeyObject('SubjectPublicKeyInfo', () =>
    createPublicKey({ key: der, format: 'der', type: 'spki' }),
  );
  return withPkcs1Padding(key, checkedModulusBytes(key));
}

/** Reads an unencrypted PKCS#8 private key: like importPublicKey in everything else. */
export function importPrivateKey(pkcs8: string | Buffer): RsaPrivateKey {
  const der = derOf(pkcs8, 'PRIVATE KEY');
  const key = parseKeyObject('PKCS#8', () => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  return { kind: 'private', key, modulusBytes: checkedModulusBytes(key) };
}

/** The public half of a private key. */
export function publicKeyOf(privateKey: RsaPrivateKey): RsaPublicKey {
  const key = createPublicKey(privateKey.key);
  return withPkcs1Padding(key, privateKey.modulusBytes);
}

/**
 * node:crypto takes the padding from whatever it is given as the key. A key among options takes it three times as long to
 * seal a block, as it tries first, by an exception each time, whether the options are a key; so the key has it itself.
 */
function withPkcs1Padding(key: KeyObject, modulusBytes: number): RsaPublicKey {
  return { kind: 'public', key: Object.assign(key, { padding: constants.RSA_PKCS1_PADDING }), modulusBytes };
}

/** PEM of a key: SubjectPublicKeyInfo for a public, unencrypted PKCS#8 for a private one. */
export function exportPem({ key, kind }: RsaKey): string {
  return key.export({ format: 'pem', type: kind === 'public' ? 'spki' : 'pkcs8' }).toString();
}

/** SHA-256 of a SubjectPublicKeyInfo, as `openssl pkey -pubin -outform der | openssl sha256` shows it. */
export const fingerprintOf = (spki: string): string =>
  createHash('sha256').update(derOf(spki, 'PUBLIC KEY')).digest('hex');

/** Makes a key pair with the public exponent 65537. 4096 bits can take seconds; the event loop stays free. */
export async function generateRsaKeyPair(bits: RsaModulusBits): Promise<RsaKeyPairPem> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** First byte of every DER key; no PEM or Base64 text of one starts with it. */
export const DER_SEQUENCE = 0x30;

function derOf(input: string | Buffer, label: 'PUBLIC KEY' | 'PRIVATE KEY'): Buffer {
  if (typeof input !== 'string' && input[0] === DER_SEQUENCE) return input;
  const text = input.toString().replace(/\s+/g, '');
  const [begin, end] = [`-----BEGIN${label.replace(' ', '')}-----`, `-----END${label.replace(' ', '')}-----`];
  const armoured = text.startsWith(begin) && text.endsWith(end);
  const der = decodeBase64(armoured ? text.slice(begin.length, -end.length) : text);
  if (der === undefined) throw new KeyUnsupported(`neither DER, Base64 nor a PEM block "${label}"`);
  return der;
}

/** Whether a structure begins as PKCS#8 and PKCS#1 private keys do: with a version, and then not two numbers alone. */
const isPrivate = (der: Buffer): boolean => PRIVATE_KEY_PREFIX.test(der.subarray(0, 16).toString('hex'));

/** A sequence of the version 0 or 1, and then an algorithm or a number. */
const PRIVATE_KEY_PREFIX = /^30(?:[0-7].|81..|82.{4})0201(?:00|01)(?:30|02)/;

function parseKeyObject(format: string, parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch {
    throw new KeyUnsupported(`not a key in ${format} form`);
  }
}

function checkedModulusBytes(key: KeyObject): number {
  if (key.asymmetricKeyType !== 'rsa') {
    throw new KeyUnsupported(`a key for ${key.asymmetricKeyType ?? 'an unknown algorithm'}, not RSA`);
  }
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (!RSA_MODULUS_BITS.some((bits) => bits === modulusLength)) {
    throw new KeyUnsupported(`RSA of ${modulusLength} bits; allowed are ${RSA_MODULUS_BITS.join(', ')}`);
  }
  if (publicExponent < MIN_PUBLIC_EXPONENT || publicExponent > MAX_PUBLIC_EXPONENT) {
    const bounds = `${MIN_PUBLIC_EXPONENT} and ${MAX_PUBLIC_EXPONENT}`;
    throw new KeyUnsupported(`RSA with a public exponent that is not between ${bounds}; 65537 is usual`);
  }
  if (publicExponent % 2n === 0n) throw new KeyUnsupported('RSA with an even public exponent');
  return modulusLength / 8;
}

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

/** Modulus sizes of the contract; 1024 is its documented default. */
export const RSA_MODULUS_BITS = [1024, 2048, 4096] as const;
export type RsaModulusBits = (typeof RSA_MODULUS_BITS)[number];

const MIN_PUBLIC_EXPONENT = 65_537n;
/** Nobody uses larger exponents, and one of 2,047 bits makes a request take 15 seconds. */
const MAX_PUBLIC_EXPONENT = 2n ** 32n - 1n;

interface RsaKeyOf<Kind extends 'public' | 'private'> {
  readonly kind: Kind;
  /** Ready for node:crypto with PKCS#1 v1.5 padding. */
  readonly key: KeyObject;
  /** Size of the modulus and of each ciphertext block, in bytes (k in the contract). */
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
 * the key, so import it once and keep the result. For other formats see formats.ts.
 *
 * @throws KeyUnsupported when it is not an RSA key that the contract allows (section 1.3)
 * @throws PrivateKeyGiven when it is a private key
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

/**
 * Reads an unencrypted PKCS#8 private key: PEM, bare Base64 or DER.
 *
 * @throws KeyUnsupported when it is not an RSA key that the contract allows (section 1.3)
 */
export function importPrivateKey(pkcs8: string | Buffer): RsaPrivateKey {
  const der = derOf(pkcs8, 'PRIVATE KEY');
  const key = parseKeyObject('PKCS#8', () => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  return { kind: 'private', key, modulusBytes: checkedModulusBytes(key) };
}

/** Returns the public half of a private key. */
export function publicKeyOf(privateKey: RsaPrivateKey): RsaPublicKey {
  const key = createPublicKey(privateKey.key);
  return withPkcs1Padding(key, privateKey.modulusBytes);
}

/**
 * Sets the padding on the key object itself, where node:crypto finds it too. Passing the key inside options would take
 * three times as long per block: node:crypto first tries, with an exception each time, whether the options are a key.
 */
function withPkcs1Padding(key: KeyObject, modulusBytes: number): RsaPublicKey {
  return { kind: 'public', key: Object.assign(key, { padding: constants.RSA_PKCS1_PADDING }), modulusBytes };
}

/** Returns the key as PEM: SubjectPublicKeyInfo for a public key, unencrypted PKCS#8 for a private key. */
export function exportPem({ key, kind }: RsaKey): string {
  return key.export({ format: 'pem', type: kind === 'public' ? 'spki' : 'pkcs8' }).toString();
}

/** Returns the SHA-256 of a SubjectPublicKeyInfo, as `openssl pkey -pubin -outform der | openssl sha256` prints it. */
export const fingerprintOf = (spki: string): string =>
  createHash('sha256').update(derOf(spki, 'PUBLIC KEY')).digest('hex');

/** Generates a key pair with the public exponent 65537. 4096 bits can take seconds; the event loop stays free. */
export async function generateRsaKeyPair(bits: RsaModulusBits): Promise<RsaKeyPairPem> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** First byte of every DER key. Neither PEM nor the Base64 of a key starts with it. */
export const DER_SEQUENCE = 0x30;

function derOf(input: string | Buffer, label: 'PUBLIC KEY' | 'PRIVATE KEY'): Buffer {
  if (typeof input !== 'string' && input[0] === DER_SEQUENCE) return input;
  const text = input.toString().replace(/\s+/g, '');
  const [begin, end] = [`-----BEGIN${label.replace(' ', '')}-----`, `-----END${label.replace(' ', '')}-----`];
  const armoured = text.startsWith(begin) && text.endsWith(end);
  const der = decodeBase64(armoured ? text.slice(begin.length, -end.length) : text);
  if (der === undefined) throw new KeyUnsupported(`neither DER nor Base64 nor a PEM block "${label}"`);
  return der;
}

/** Whether a structure starts like a PKCS#8 or PKCS#1 private key: a version, then more than a second number. */
const isPrivate = (der: Buffer): boolean => PRIVATE_KEY_PREFIX.test(der.subarray(0, 16).toString('hex'));

/** A sequence that starts with version 0 or 1, followed by an algorithm or a number. */
const PRIVATE_KEY_PREFIX = /^30(?:[0-7].|81..|82.{4})0201(?:00|01)(?:30|02)/;

function parseKeyObject(format: string, parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch {
    throw new KeyUnsupported(`not a ${format} key`);
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

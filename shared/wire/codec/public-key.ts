import forge from 'node-forge';
import { shapeOf } from './asn1.ts';
import { PrivateKeyGiven } from './codec-errors.ts';
import { derBytesOf, isPem, parseOrReject, readKey } from './formats.ts';

// For operators' tools only, as formats.ts.

/**
 * Reads a public key in any of the forms that readKey knows, and answers it as SPKI PEM. A private one is refused in all of
 * them; where its form shows it, before anybody is asked for its password.
 *
 * @throws PrivateKeyGiven, or what readKey throws
 */
export function readPublicKey(input: string | Buffer, password?: string): string {
  if (looksLikePrivateKey(input)) throw new PrivateKeyGiven();
  const { publicKey, privateKey } = readKey(input, password);
  if (privateKey !== undefined) throw new PrivateKeyGiven();
  return publicKey;
}

function looksLikePrivateKey(input: string | Buffer): boolean {
  if (!isPem(input)) return isPrivate(derBytesOf(input));
  const text = input.toString('latin1');
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(text)) return true;
  return parseOrReject('PEM', () => forge.pem.decode(text)).some(({ body }) => isPrivate(body));
}

/** PKCS#1, PKCS#8 in clear and encrypted, SEC 1: as formats.ts and its hints tell them apart. */
const PRIVATE_SHAPES = /^(?:I{9}|ISO|SO$|IO)/;

function isPrivate(der: string): boolean {
  if (PRIVATE_KEY_BAGS.some((bag) => der.includes(bag))) return true;
  try {
    return PRIVATE_SHAPES.test(shapeOf(forge.asn1.fromDer(der)));
  } catch {
    return false; // It is readKey that says what is wrong with it.
  }
}

/** Object ids of the bags with private keys of PKCS#12, which mostly stand there in clear. */
const PRIVATE_KEY_BAGS = ['1.2.840.113549.1.12.10.1.1', '1.2.840.113549.1.12.10.1.2'].map((id) =>
  forge.asn1.oidToDer(id).getBytes(),
);

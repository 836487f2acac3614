import forge from 'node-forge';
import { shapeOf } from './asn1.ts';
import { PrivateKeyGiven } from './codec-errors.ts';
import { parseOrReject } from './forge-errors.ts';
import { derBytesOf, isPem, readKey } from './formats.ts';

// For operators' tools only, like formats.ts.

/**
 * Reads a public key in any format of readKey and returns it as SubjectPublicKeyInfo PEM. A private key is rejected in
 * every format, and where the format shows it, before anyone is asked for a password.
 *
 * @throws PrivateKeyGiven when it is a private key
 * @throws KeyUnsupported or KeyPasswordWrong, as readKey does
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

/** PKCS#1, PKCS#8 (plain and encrypted) and SEC 1, by the shapes that formats.ts uses. */
const PRIVATE_SHAPES = /^(?:I{9}|ISO|SO$|IO)/;

function isPrivate(der: string): boolean {
  if (PRIVATE_KEY_BAGS.some((bag) => der.includes(bag))) return true;
  try {
    return PRIVATE_SHAPES.test(shapeOf(forge.asn1.fromDer(der)));
  } catch {
    return false; // readKey reports what is wrong with it.
  }
}

/** Object ids of the PKCS#12 bags that hold private keys. Most files contain them unencrypted. */
const PRIVATE_KEY_BAGS = ['1.2.840.113549.1.12.10.1.1', '1.2.840.113549.1.12.10.1.2'].map((id) =>
  forge.asn1.oidToDer(id).getBytes(),
);

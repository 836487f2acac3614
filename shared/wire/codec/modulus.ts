import { KeyUnsupported } from './codec-errors.ts';
import { importPublicKey, type RsaPublicKey } from './keys.ts';

// Checks on the public half of an RSA key: whether anyone could find its primes.

/** A sound modulus has no prime factor below this. */
const SMALL_FACTOR_LIMIT = 2_048;

/** Steps of Fermat's method. They find two primes that agree in almost all of their upper half. */
const FERMAT_STEPS = 100;

/**
 * Reads a public key that someone hands over, as importPublicKey does, and rejects one whose primes anyone can find.
 * The check takes as long as hundreds of uses of the key, so an accepted key is not checked again.
 *
 * @throws KeyUnsupported when the key is weak, or as importPublicKey does
 * @throws PrivateKeyGiven when it is a private key
 */
export function acceptPublicKey(spki: string | Buffer): RsaPublicKey {
  const accepted = importPublicKey(spki);
  const weakness = weaknessOf(modulusOf(accepted));
  if (weakness) throw new KeyUnsupported(`RSA, but ${weakness}: a new key pair is needed`);
  return accepted;
}

/** Returns the modulus, which identifies a key whatever its exponent. */
export function modulusOf({ key }: RsaPublicKey): bigint {
  const { n = '' } = key.export({ format: 'jwk' });
  return BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);
}

/**
 * Says in words why the primes of a modulus can be found; undefined when no weakness is seen. Not a proof of strength:
 * it detects moduli that were made weak, were truncated, or are not RSA moduli at all.
 */
export function weaknessOf(modulus: bigint): string | undefined {
  if (modulus % 2n === 0n) return 'its modulus is even';
  if (oddPrimesBelow(SMALL_FACTOR_LIMIT).some((prime) => modulus % prime === 0n))
    return 'its modulus has a small factor';
  const root = squareRoot(modulus);
  if (root * root === modulus) return 'its modulus is a square';
  return hasCloseFactors(modulus, root) ? 'the two primes of its modulus lie too close together' : undefined;
}

/** Whether some a just above the root satisfies a² − modulus = b², which gives the factors a − b and a + b. */
function hasCloseFactors(modulus: bigint, root: bigint): boolean {
  for (let step = 1n; step <= FERMAT_STEPS; step += 1n) {
    const rest = (root + step) ** 2n - modulus;
    if (mayBeSquare(rest) && squareRoot(rest) ** 2n === rest) return true;
  }
  return false;
}

/** A cheap filter before taking a root: squares have few remainders, so only one in a hundred non-squares passes. */
const mayBeSquare = (number: bigint): boolean =>
  SQUARE_RESIDUES.every(({ of, squares }) => squares.has(Number(number % of)));

const SQUARE_RESIDUES = [64n, 63n, 65n, 11n].map((of) => ({
  of,
  squares: new Set(Array.from({ length: Number(of) }, (_, root) => root ** 2 % Number(of))),
}));

/** Returns the integer part of the square root, by Newton's method from above. */
function squareRoot(number: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(number.toString(2).length / 2));
  for (;;) {
    const next = (root + number / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function oddPrimesBelow(limit: number): bigint[] {
  const primes: number[] = [];
  for (let number = 3; number < limit; number += 2)
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  return primes.map(BigInt);
}

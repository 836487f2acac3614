import { createPublicKey, generatePrimeSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyUnsupported } from '../../../../shared/wire/codec/codec-errors.ts';
import { importPublicKey } from '../../../../shared/wire/codec/keys.ts';
import { acceptPublicKey, modulusOf, weaknessOf } from '../../../../shared/wire/codec/modulus.ts';
import { newCodecKeyPair, thrownBy } from '../../../support/fixtures/codec-keys.ts';

const prime = (bits: number) => generatePrimeSync(bits, { bigint: true });
const bitsOf = (number: bigint) => number.toString(2).length;

/** Returns the public key of this modulus and exponent as SPKI. */
function spkiOf(modulus: bigint, exponent = 65_537n): Buffer {
  const url = (number: bigint) => {
    const hex = number.toString(16);
    return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex').toString('base64url');
  };
  const jwk = { kty: 'RSA', n: url(modulus), e: url(exponent) };
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' });
}

/** Returns the smallest odd prime from this number on. */
function primeAbove(number: bigint): bigint {
  for (let candidate = number | 1n; ; candidate += 2n) if (isPrime(candidate)) return candidate;
}
function isPrime(number: bigint): boolean {
  return [2n, 3n, 5n, 7n, 11n].every((base) => power(base, number - 1n, number) === 1n);
}
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [base % modulus, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

const good = modulusOf((await newCodecKeyPair(1024)).publicKey);
const p = prime(512);

const weak: Record<string, readonly [modulus: bigint, reason: string]> = {
  'an even modulus': [good - 1n, 'its modulus is even'],
  'a multiple of 3': [good - (good % 6n) + 3n, 'its modulus has a small factor'],
  'the largest small prime': [
    2_039n * primeAbove((1n << 1_023n) / 2_039n + 1n),
    'its modulus has a small factor',
  ],
  'a square': [p * p, 'its modulus is a square'],
  'a prime and the one after it': [
    p * primeAbove(p + 2n),
    'the two primes of its modulus lie too close together',
  ],
};

describe.each(Object.entries(weak))('%s', (_, [modulus, reason]) => {
  it('is refused with a reason', () => {
    expect(bitsOf(modulus)).toBe(1024);
    const refused = thrownBy(() => acceptPublicKey(spkiOf(modulus)));
    expect(refused).toEqual(new KeyUnsupported(`RSA, but ${reason}: a new key pair is needed`));
  });
});

it.each([1024, 2048, 4096] as const)('keys of %i bits from common libraries are accepted', async (bits) => {
  const { pem, publicKey } = await newCodecKeyPair(bits);
  expect(acceptPublicKey(pem.publicKey)).toMatchObject({ modulusBytes: bits / 8 });
  expect(weaknessOf(modulusOf(publicKey))).toBeUndefined();
});

describe('exponents', () => {
  const bounds = 'RSA with a public exponent that is not between 65537 and 4294967295; 65537 is usual';
  it.each<[bigint, string]>([
    [3n, bounds],
    [65_535n, bounds],
    [65_536n, bounds],
    [65_538n, 'RSA with an even public exponent'],
    [4_294_967_294n, 'RSA with an even public exponent'],
    [4_294_967_297n, bounds],
    [(1n << 1_023n) - 1n, bounds],
  ])('%s is refused', (exponent, reason) => {
    expect(() => importPublicKey(spkiOf(good, exponent))).toThrow(new KeyUnsupported(reason));
  });

  it.each([65_537n, 65_539n, 4_294_967_295n])('%s is accepted', (exponent) => {
    expect(importPublicKey(spkiOf(good, exponent)).modulusBytes).toBe(128);
  });
});

describe('for any modulus', () => {
  const large = fc.bigInt({ min: 1n << 80n, max: 1n << 160n });

  it('a square of an odd number without small factors is detected', () => {
    fc.assert(
      fc.property(large, (number) => {
        const root = primeAbove(number);
        expect(weaknessOf(root * root)).toBe('its modulus is a square');
      }),
      { numRuns: 20 },
    );
  });

  it('a small factor is detected', () => {
    fc.assert(
      fc.property(large, fc.constantFrom(3n, 5n, 7n, 1_021n, 2_039n), (number, factor) => {
        expect(weaknessOf((number | 1n) * factor)).toBe('its modulus has a small factor');
      }),
    );
  });

  it('two primes that are too close together are detected', () => {
    fc.assert(
      fc.property(large, fc.integer({ min: 1, max: 1 << 20 }), (number, distance) => {
        const one = primeAbove(number);
        const other = primeAbove(one + BigInt(2 * distance));
        expect(weaknessOf(one * other)).toBe('the two primes of its modulus lie too close together');
        expect(weaknessOf(one * primeAbove(2n * one))).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });
});

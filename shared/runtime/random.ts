import { randomInt } from 'node:crypto';

/**
 * Returns an integer from 0 up to, but not including, `limit`, evenly distributed. Injected, so that simulations can
 * repeat it.
 */
export type Random = (limit: number) => number;

/** Cryptographically strong: the source of card numbers and CVV2s. */
export const secureRandom: Random = (limit) => randomInt(limit);

/** Returns `count` decimal digits. */
export function randomDigits(count: number, random: Random): string {
  return Array.from({ length: count }, () => random(10)).join('');
}

/** Returns a nonce for signatures: 24 digits, about 80 bits. */
export const newNonce = (random: Random): string => randomDigits(24, random);

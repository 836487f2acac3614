import { randomInt } from 'node:crypto';

/** A whole number from 0 to below `limit`, each as likely as any other. Injected, so that a simulation can repeat it. */
export type Random = (limit: number) => number;

/** Cryptographically strong: card numbers and verification numbers come from it. */
export const secureRandom: Random = (limit) => randomInt(limit);

/** `count` decimal digits. */
export function randomDigits(count: number, random: Random): string {
  return Array.from({ length: count }, () => random(10)).join('');
}

/** What makes a signature differ from every other: 80 bits. */
export const newNonce = (random: Random): string => randomDigits(24, random);

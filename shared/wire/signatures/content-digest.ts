import { createHash } from 'node:crypto';
import { SignatureInvalid } from './signature-errors.ts';
import { type Member, parseDictionary } from './structured-field.ts';

/** The algorithms of RFC 9530 that are not deprecated. */
const ALGORITHMS = { 'sha-256': 'sha256', 'sha-512': 'sha512' } as const;

const digestText = (algorithm: keyof typeof ALGORITHMS, body: string): string =>
  `:${createHash(ALGORITHMS[algorithm]).update(body, 'utf8').digest('base64')}:`;

/** The header content-digest of a body. */
export const contentDigest = (body: string): string => `sha-256=${digestText('sha-256', body)}`;

/**
 * Checks that every digest known here is the body's, and that there is one.
 *
 * @throws SignatureInvalid
 */
export function verifyDigest(field: string, body: string): void {
  const members = parseDictionary(field);
  const known = (Object.keys(ALGORITHMS) as (keyof typeof ALGORITHMS)[]).filter((name) => members.has(name));
  const isBody = (name: keyof typeof ALGORITHMS) => bareValue(members.get(name)) === digestText(name, body);
  if (known.length === 0 || !known.every(isBody)) throw new SignatureInvalid('digest');
}

const bareValue = (member: Member | undefined): string | undefined =>
  member && 'value' in member ? member.value : undefined;

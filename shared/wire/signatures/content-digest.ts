import { createHash } from 'node:crypto';
import { SignatureInvalid } from './signature-errors.ts';
import { type Member, parseDictionary } from './structured-field.ts';

/** The algorithms of RFC 9530 that are not deprecated. */
const ALGORITHMS = { 'sha-256': 'sha256', 'sha-512': 'sha512' } as const;

const digestText = (algorithm: keyof typeof ALGORITHMS, body: string): string =>
  `:${createHash(ALGORITHMS[algorithm]).update(body, 'utf8').digest('base64')}:`;

/** Returns the content-digest header for a body. */
export const contentDigest = (body: string): string => `sha-256=${digestText('sha-256', body)}`;

/**
 * Checks that the field has at least one digest of a known algorithm, and that all of these match the body.
 *
 * @throws SignatureInvalid 'digest' when none is known or one does not match
 */
export function verifyDigest(field: string, body: string): void {
  const members = parseDictionary(field);
  const known = (Object.keys(ALGORITHMS) as (keyof typeof ALGORITHMS)[]).filter((name) => members.has(name));
  const isBody = (name: keyof typeof ALGORITHMS) => bareValue(members.get(name)) === digestText(name, body);
  if (known.length === 0 || !known.every(isBody)) throw new SignatureInvalid('digest');
}

const bareValue = (member: Member | undefined): string | undefined =>
  member && 'value' in member ? member.value : undefined;

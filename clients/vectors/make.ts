import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateRsaKeyPair, RSA_MODULUS_BITS } from '../../shared/wire/codec/keys.ts';
import { badSignatures } from './bad-signatures.ts';
import { badEnvelopes, goodEnvelopes } from './envelopes.ts';
import type { KeyVector, Vectors } from './format.ts';
import { jweVectors } from './jwes.ts';
import { identityVectors, notificationVectors, requestVectors, responseVectors } from './messages.ts';
import { goodSignatures } from './signatures.ts';

// Makes vectors.json anew, with the keys that it has. What is random (block type 2, PSS, JWE) differs each time, so
// this is not part of npm run generate:clients: run it when vectors are added.

const FILE = join(import.meta.dirname, 'vectors.json');

const ABOUT =
  'Test vectors of the Issuary API: envelopes, signatures, card data. README.md beside this file describes them. The keys are published: use them for tests only.';

/** Returns all vectors with these keys. */
export async function makeVectors(keys: Readonly<Record<string, KeyVector>>): Promise<Vectors> {
  return {
    about: ABOUT,
    keys,
    envelopes: { good: goodEnvelopes(keys), bad: badEnvelopes(keys) },
    requests: requestVectors(keys),
    responses: responseVectors(keys),
    notifications: notificationVectors(keys),
    signatures: { good: goodSignatures(keys), bad: badSignatures(keys) },
    jwe: await jweVectors(keys),
    identities: identityVectors(),
  };
}

/** Returns the keys of the file, or new ones: a pair of each size, and one of each size that belongs to someone else. */
async function readKeys(): Promise<Readonly<Record<string, KeyVector>>> {
  if (existsSync(FILE)) return (JSON.parse(readFileSync(FILE, 'utf8')) as Vectors).keys;
  const names = RSA_MODULUS_BITS.flatMap((bits) => [
    { name: `rsa${bits}`, bits },
    { name: `other${bits}`, bits },
  ]);
  const pairs = names.map(
    async ({ name, bits }) => [name, { bits, ...(await generateRsaKeyPair(bits)) }] as const,
  );
  return Object.fromEntries(await Promise.all(pairs));
}

if (import.meta.main) {
  const vectors = await makeVectors(await readKeys());
  writeFileSync(FILE, `${JSON.stringify(vectors, null, 1)}\n`);
  console.log(`wrote ${FILE}`);
}

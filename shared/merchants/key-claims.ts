import { createHash } from 'node:crypto';
import { importPublicKey } from '../codec/keys.ts';
import { modulusOf } from '../codec/modulus.ts';
import type { Item, Key } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { absent, type Write } from '../store/write.ts';
import type { Counterparty } from './counterparty.ts';

// A key belongs to one counterparty: else whoever has it speaks for both. So each key that comes into a record is claimed
// for it by its modulus, whatever its exponent, in the same transaction. A claim is never given up. A key was replaced
// because its owner did not trust it any more, or may have been; what it sealed is still about, and would be good again.

/** Whose half the private one is: the counterparty's, or the platform's. */
export type Side = 'counterparty' | 'platform';

/** A public key, SPKI PEM, of one side. */
export interface SidedKey {
  readonly publicKey: string;
  readonly side: Side;
}

/** The key is another one's, or the platform's own. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken';
}

/** The counterparty had this key before. */
export class KeyRetired extends Error {
  override readonly name = 'KeyRetired';
}

/** All keys in a counterparty's record. */
export const keysOf = (party: Counterparty): SidedKey[] => [
  { publicKey: party.publicKey, side: 'counterparty' },
  { publicKey: party.platformPublicKey, side: 'platform' },
  ...sided(party.publicKeyRotation?.next, 'counterparty'),
  ...sided(party.platformKeyRotation?.next, 'platform'),
];

const sided = (pair: { readonly publicKey: string } | undefined, side: Side): SidedKey[] =>
  pair ? [{ publicKey: pair.publicKey, side }] : [];

const claimKey = (publicKey: string): Key => {
  const modulus = modulusOf(importPublicKey(publicKey)).toString(16);
  return { pk: `key/${createHash('sha256').update(modulus).digest('hex')}` };
};

/**
 * The writes that claim new keys for the record of this key (`merchant/41`).
 *
 * @throws KeyTaken, KeyRetired, as the writes do
 */
export async function claimWrites(store: Store, owner: string, keys: readonly SidedKey[]): Promise<Write[]> {
  const claims = keys.map(({ publicKey, side }) => ({ ...claimKey(publicKey), owner, side }));
  if (new Set(claims.map(({ pk }) => pk)).size < claims.length)
    throw new KeyTaken('one key is given for both sides: each needs a pair of its own');
  const taken = await store.getMany(
    'merchants',
    claims.map(({ pk }) => ({ pk })),
  );
  for (const claim of taken) if (claim) throw refusalFor(claim, owner);
  return claims.map((item) => ({
    kind: 'put',
    table: 'merchants',
    item,
    otherwise: (current) => refusalFor(current, owner),
  }));
}

/**
 * Refuses a public key of the counterparty's that it does not have at present, if anybody ever had it: one whose time is over
 * may still stand in its record.
 *
 * @throws KeyTaken, KeyRetired
 */
export async function refuseKnownKey(store: Store, owner: string, publicKey: string): Promise<void> {
  await claimWrites(store, owner, [{ publicKey, side: 'counterparty' }]);
}

/** Claims the keys of a record of before claims were made. What another one has claimed stays that one's. */
export async function claimEarlierKeys(store: Store, key: Key, party: Counterparty): Promise<void> {
  for (const sidedKey of keysOf(party)) {
    try {
      await store.write(await claimWrites(store, key.pk, [sidedKey]));
    } catch (error) {
      if (!(error instanceof KeyTaken || error instanceof KeyRetired)) throw error;
    }
  }
  const first = { kind: 'update', table: 'merchants', key, set: { version: 1 } } as const;
  await store.write([{ ...first, when: [absent('version')] }]);
}

function refusalFor(claim: Item | undefined, claimant: string): Error {
  const owner = String(claim?.['owner']).replace('/', ' ');
  if (claim?.['side'] === 'platform')
    return new KeyTaken(
      `that is a key of this platform's own, for ${owner}: each side needs a pair of its own`,
    );
  if (claim?.['owner'] === claimant)
    return new KeyRetired(
      `that was a key of ${owner} before: a key that was replaced does not come back, a new pair is needed`,
    );
  return new KeyTaken(`that is a key of ${owner}: one key belongs to one counterparty, a new pair is needed`);
}

import { createHash } from 'node:crypto';
import type { Item, Key } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import { absent, type Write } from '../../runtime/store/write.ts';
import { importPublicKey } from '../../wire/codec/keys.ts';
import { modulusOf } from '../../wire/codec/modulus.ts';
import type { Counterparty } from './counterparty.ts';

// A key belongs to one counterparty: otherwise its owner could speak for two. Every key that enters a record is claimed
// for it by its modulus, whatever the exponent, in the same transaction. Claims are permanent: a key was replaced
// because its owner no longer trusted it, or may have been compromised; messages sealed with it still exist and would
// become valid again.

/** Who holds the private key. */
type KeySide = 'counterparty' | 'platform';

/** A public key (SPKI PEM) of one side. */
interface PartyKey {
  readonly publicKey: string;
  readonly side: KeySide;
}

/** The key belongs to another counterparty, or to the platform itself. */
export class KeyAlreadyClaimed extends Error {
  override readonly name = 'KeyAlreadyClaimed';
}

/** The counterparty used this key before. */
export class KeyRetired extends Error {
  override readonly name = 'KeyRetired';
}

/** Returns all keys in a counterparty's record. */
export const partyKeys = (party: Counterparty): PartyKey[] => [
  { publicKey: party.publicKey, side: 'counterparty' },
  { publicKey: party.platformPublicKey, side: 'platform' },
  ...optionalKey(party.publicKeyRotation?.next, 'counterparty'),
  ...optionalKey(party.platformKeyRotation?.next, 'platform'),
];

const optionalKey = (pair: { readonly publicKey: string } | undefined, side: KeySide): PartyKey[] =>
  pair ? [{ publicKey: pair.publicKey, side }] : [];

const keyClaimKey = (publicKey: string): Key => {
  const modulus = modulusOf(importPublicKey(publicKey)).toString(16);
  return { pk: `key/${createHash('sha256').update(modulus).digest('hex')}` };
};

/**
 * Builds the writes that claim new keys for a record, named by its key (`merchant/41`). The writes fail with the same
 * errors.
 *
 * @throws KeyAlreadyClaimed when another counterparty, or the platform, has one of the keys
 * @throws KeyRetired when the counterparty had one of the keys before
 */
export async function keyClaimWrites(
  store: Store,
  owner: string,
  keys: readonly PartyKey[],
): Promise<Write[]> {
  const claims = keys.map(({ publicKey, side }) => ({ ...keyClaimKey(publicKey), owner, side }));
  if (new Set(claims.map(({ pk }) => pk)).size < claims.length)
    throw new KeyAlreadyClaimed('both sides have the same key: each needs a key pair of its own');
  const existing = await store.getMany(
    'merchants',
    claims.map(({ pk }) => ({ pk })),
  );
  for (const claim of existing) if (claim) throw claimErrorFor(claim, owner);
  return claims.map((item) => ({
    kind: 'put',
    table: 'merchants',
    item,
    onConflict: (current) => claimErrorFor(current, owner),
  }));
}

/**
 * Checks that nobody, including this counterparty, has ever had this public key. The counterparty's current key must
 * not be passed; a key that has expired may still be in the record.
 *
 * @throws KeyAlreadyClaimed when another counterparty, or the platform, has the key
 * @throws KeyRetired when the counterparty had the key before
 */
export async function assertKeyUnclaimed(store: Store, owner: string, publicKey: string): Promise<void> {
  await keyClaimWrites(store, owner, [{ publicKey, side: 'counterparty' }]);
}

/** Claims the keys of a record that is older than the registry. Keys that others have claimed stay theirs. */
export async function backfillKeyClaims(store: Store, key: Key, party: Counterparty): Promise<void> {
  for (const partyKey of partyKeys(party)) {
    try {
      await store.write(await keyClaimWrites(store, key.pk, [partyKey]));
    } catch (error) {
      if (!(error instanceof KeyAlreadyClaimed || error instanceof KeyRetired)) throw error;
    }
  }
  const first = { kind: 'update', table: 'merchants', key, set: { version: 1 } } as const;
  await store.write([{ ...first, when: [absent('version')] }]);
}

function claimErrorFor(claim: Item | undefined, claimant: string): Error {
  const owner = String(claim?.['owner']).replace('/', ' ');
  if (claim?.['side'] === 'platform')
    return new KeyAlreadyClaimed(
      `that is this platform's own key for ${owner}: each side needs a key pair of its own`,
    );
  if (claim?.['owner'] === claimant)
    return new KeyRetired(
      `that was a key of ${owner} before: a replaced key cannot come back, a new key pair is needed`,
    );
  return new KeyAlreadyClaimed(
    `that is a key of ${owner}: a key belongs to one counterparty, a new key pair is needed`,
  );
}

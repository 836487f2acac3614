import { createHash } from 'node:crypto';
import type { Item, Key } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import { absent, type Write } from '../../runtime/store/write.ts';
import { importPublicKey } from '../../wire/codec/keys.ts';
import { modulusOf } from '../../wire/codec/modulus.ts';
import type { Counterparty } from './counterparty.ts';

// A key belongs to one counterparty: else whoever has it speaks for both. So each key that comes into a record is claimed
// for it by its modulus, whatever its exponent, in the same transaction. A claim is never given up. A key was replaced
// because its owner did not trust it any more, or may have been; what it sealed is still about, and would be good again.

/** Whose half the private one is: the counterparty's, or the platform's. */
export type KeySide = 'counterparty' | 'platform';

/** A public key, SPKI PEM, of one side. */
export interface PartyKey {
  readonly publicKey: string;
  readonly side: KeySide;
}

/** The key is another one's, or the platform's own. */
export class KeyAlreadyClaimed extends Error {
  override readonly name = 'KeyAlreadyClaimed';
}

/** The counterparty had this key before. */
export class KeyRetired extends Error {
  override readonly name = 'KeyRetired';
}

/** All keys in a counterparty's record. */
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
 * The writes that claim new keys for the record of this key (`merchant/41`).
 *
 * @throws KeyTaken, KeyRetired, as the writes do
 */
export async function keyClaimWrites(
  store: Store,
  owner: string,
  keys: readonly PartyKey[],
): Promise<Write[]> {
  const claims = keys.map(({ publicKey, side }) => ({ ...keyClaimKey(publicKey), owner, side }));
  if (new Set(claims.map(({ pk }) => pk)).size < claims.length)
    throw new KeyAlreadyClaimed('one key is given for both sides: each needs a pair of its own');
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
 * Refuses a public key of the counterparty's that it does not have at present, if anybody ever had it: one whose time is over
 * may still stand in its record.
 *
 * @throws KeyTaken, KeyRetired
 */
export async function assertKeyUnclaimed(store: Store, owner: string, publicKey: string): Promise<void> {
  await keyClaimWrites(store, owner, [{ publicKey, side: 'counterparty' }]);
}

/** Claims the keys of a record of before claims were made. What another one has claimed stays that one's. */
export async function backfillKeyClaims(store: Store, key: Key, party: Counterparty): Promise<void> {
  for (const sidedKey of partyKeys(party)) {
    try {
      await store.write(await keyClaimWrites(store, key.pk, [sidedKey]));
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
      `that is a key of this platform's own, for ${owner}: each side needs a pair of its own`,
    );
  if (claim?.['owner'] === claimant)
    return new KeyRetired(
      `that was a key of ${owner} before: a key that was replaced does not come back, a new pair is needed`,
    );
  return new KeyAlreadyClaimed(
    `that is a key of ${owner}: one key belongs to one counterparty, a new pair is needed`,
  );
}

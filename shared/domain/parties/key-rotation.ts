import type { Key } from '../../runtime/store/item.ts';
import type { Sealer } from '../../runtime/vault/sealer.ts';
import { exportPem, type RsaModulusBits } from '../../wire/codec/keys.ts';
import { acceptPublicKey } from '../../wire/codec/modulus.ts';
import type { Counterparty, KeyRotation, PublicKey } from './counterparty.ts';
import { generatePlatformKey, type PartyWithKey } from './platform-keys.ts';

// A key is rotated without a gap: for a time the one before is good beside the present one. What is good follows from the
// record and the clock alone, so nobody has to be there when a key's time comes or is over.

/** A rotation of the same key is under way: never more than two are good. */
export class RotationInProgress extends Error {
  override readonly name = 'RotationInProgress';
  constructor() {
    super('the key before the present one is still good: end that first, by an overlap of 0 days');
  }
}

/** The new key is the present one. */
export class KeyUnchanged extends Error {
  override readonly name = 'KeyUnchanged';
  constructor() {
    super('that is the present key already');
  }
}

/** No platform key is there to be activated. */
export class NoNextKey extends Error {
  override readonly name = 'NoNextKey';
  constructor() {
    super('there is no next platform key');
  }
}

/** The present one first. */
type ValidKeys = readonly [PublicKey, ...PublicKey[]];

/** The counterparty's keys that open its envelopes. */
export const publicKeysOf = (party: Counterparty, now: number): ValidKeys =>
  validKeys({ publicKey: party.publicKey }, party.publicKeyRotation, now);

/** The platform's keys for the counterparty: the present one seals, each opens what was sealed with its public half. */
export const platformKeysOf = (party: Counterparty, now: number): ValidKeys =>
  validKeys({ publicKey: party.platformPublicKey }, party.platformKeyRotation, now);

function validKeys(before: PublicKey, rotation: KeyRotation | undefined, now: number): ValidKeys {
  if (!rotation) return [before];
  const { next, from = Infinity, until = Infinity } = rotation;
  if (now >= until) return [next];
  return now >= from ? [next, before] : [before, next];
}

/** The record without the keys whose time is over: what an operator's act stores. */
export function withoutExpiredKeys<Party extends Counterparty>(party: Party, now: number): Party {
  const [{ publicKey }, otherKey] = publicKeysOf(party, now);
  const [platform, otherPlatformKey] = platformKeysOf(party, now);
  return {
    ...party,
    ...(!otherKey && { publicKey, publicKeyRotation: undefined }),
    ...(!otherPlatformKey && {
      platformPublicKey: platform.publicKey,
      platformKeyRotation: undefined,
    }),
  };
}

/**
 * The record with another public key (SPKI) of the counterparty, beside which the present one is good for `overlapMs`
 * more. With the key of a rotation that is under way, that one's overlap ends `overlapMs` from now.
 *
 * @throws KeyUnchanged, RotationUnderWay unless nothing is to overlap, KeyUnsupported
 */
export function rotatePublicKey<Party extends Counterparty>(
  party: Party,
  spki: string,
  { now, overlapMs }: { readonly now: number; readonly overlapMs: number },
): Party {
  const next = { publicKey: exportPem(acceptPublicKey(spki)) };
  const [{ publicKey }, before] = publicKeysOf(party, now);
  const isPresent = next.publicKey === publicKey;
  if (isPresent && !before) throw new KeyUnchanged();
  if (!isPresent && before && overlapMs > 0) throw new RotationInProgress();
  const publicKeyRotation = { next, from: now, until: now + overlapMs };
  const rotated = { ...party, publicKey: isPresent ? party.publicKey : publicKey, publicKeyRotation };
  return withoutExpiredKeys(rotated, now);
}

/**
 * The record with a new platform key pair, which takes the place of the present one at `from` or, without it, when it is
 * activated. It opens requests at once. One that waited is replaced.
 *
 * @throws RotationUnderWay while the key before the present one is good
 */
export async function rotatePlatformKey<Party extends Counterparty>(
  party: Party,
  options: { readonly sealer: Sealer; readonly record: Key; readonly bits: RsaModulusBits },
  { now, from, overlapMs }: { readonly now: number; readonly from?: number; readonly overlapMs: number },
): Promise<PartyWithKey<Party>> {
  const settled = withoutExpiredKeys(party, now);
  if (now >= (settled.platformKeyRotation?.from ?? Infinity)) throw new RotationInProgress();
  const { publicKey, keyWrite } = await generatePlatformKey(options.sealer, options.record, options.bits);
  const times = from !== undefined && { from, until: from + overlapMs };
  return { party: { ...settled, platformKeyRotation: { next: { publicKey }, ...times } }, keyWrite };
}

/**
 * The record with its next platform key in the place of the present one, which opens requests for `overlapMs` more; once
 * that is done, with another end to the overlap.
 *
 * @throws NoNextKey
 */
export function activatePlatformKey<Party extends Counterparty>(
  party: Party,
  { now, overlapMs }: { readonly now: number; readonly overlapMs: number },
): Party {
  const { platformKeyRotation } = withoutExpiredKeys(party, now);
  if (!platformKeyRotation) throw new NoNextKey();
  const from = Math.min(platformKeyRotation.from ?? now, now);
  return withoutExpiredKeys(
    { ...party, platformKeyRotation: { ...platformKeyRotation, from, until: now + overlapMs } },
    now,
  );
}

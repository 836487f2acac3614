import type { Key } from '../../runtime/store/item.ts';
import type { Sealer } from '../../runtime/vault/sealer.ts';
import { exportPem, type RsaModulusBits } from '../../wire/codec/keys.ts';
import { acceptPublicKey } from '../../wire/codec/modulus.ts';
import type { Counterparty, KeyRotation, PublicKey } from './counterparty.ts';
import { generatePlatformKey, type PartyWithKey } from './platform-keys.ts';

// Keys rotate without a gap: for a time, the previous key is valid beside the current one. The record and the clock
// alone say which keys are valid, so nothing has to run when a key becomes valid or expires.

/** The key is already rotating: never more than two keys are valid. */
export class RotationInProgress extends Error {
  override readonly name = 'RotationInProgress';
  constructor() {
    super('the previous key is still valid: end its overlap first, with an overlap of 0 days');
  }
}

/** The new key is the current key. */
export class KeyUnchanged extends Error {
  override readonly name = 'KeyUnchanged';
  constructor() {
    super('that is already the current key');
  }
}

/** There is no next platform key to activate. */
export class NoNextKey extends Error {
  override readonly name = 'NoNextKey';
  constructor() {
    super('there is no next platform key');
  }
}

/** The current key first. */
type ValidKeys = readonly [PublicKey, ...PublicKey[]];

/** Returns the valid keys that open the counterparty's envelopes. */
export const publicKeysOf = (party: Counterparty, now: number): ValidKeys =>
  validKeys({ publicKey: party.publicKey }, party.publicKeyRotation, now);

/**
 * Returns the platform's valid keys for the counterparty: the current one seals, and each opens what was sealed for it.
 */
export const platformKeysOf = (party: Counterparty, now: number): ValidKeys =>
  validKeys({ publicKey: party.platformPublicKey }, party.platformKeyRotation, now);

function validKeys(before: PublicKey, rotation: KeyRotation | undefined, now: number): ValidKeys {
  if (!rotation) return [before];
  const { next, from = Infinity, until = Infinity } = rotation;
  if (now >= until) return [next];
  return now >= from ? [next, before] : [before, next];
}

/** Returns the record without expired keys, as operators' commands store it. */
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
 * Returns the record with a new public key (SPKI) of the counterparty. The current key stays valid for `overlapMs`.
 * With the new key of a rotation in progress, it changes the end of that rotation's overlap instead.
 *
 * @throws KeyUnchanged when it is the only valid key
 * @throws RotationInProgress when the previous key is still valid and `overlapMs` is above 0
 * @throws KeyUnsupported
 */
export function rotatePublicKey<Party extends Counterparty>(
  party: Party,
  spki: string,
  { now, overlapMs }: { readonly now: number; readonly overlapMs: number },
): Party {
  const next = { publicKey: exportPem(acceptPublicKey(spki)) };
  const [{ publicKey }, before] = publicKeysOf(party, now);
  const isCurrent = next.publicKey === publicKey;
  if (isCurrent && !before) throw new KeyUnchanged();
  if (!isCurrent && before && overlapMs > 0) throw new RotationInProgress();
  const publicKeyRotation = { next, from: now, until: now + overlapMs };
  const rotated = { ...party, publicKey: isCurrent ? party.publicKey : publicKey, publicKeyRotation };
  return withoutExpiredKeys(rotated, now);
}

/**
 * Returns the record with a new platform key pair, which becomes current at `from` or, without it, when it is
 * activated. It opens requests immediately. A pair that was waiting for activation is replaced.
 *
 * @throws RotationInProgress while the previous key is valid
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
 * Returns the record with its next platform key as the current one; the previous key opens requests for another
 * `overlapMs`. When the next key is already current, it changes the end of the overlap.
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

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Counterparty } from '../../../../shared/domain/parties/counterparty.ts';
import {
  activatePlatformKey,
  KeyUnchanged,
  NoNextKey,
  platformKeysOf,
  publicKeysOf,
  RotationInProgress,
  rotatePlatformKey,
  rotatePublicKey,
  withoutExpiredKeys,
} from '../../../../shared/domain/parties/key-rotation.ts';
import { perRecord, Sealer } from '../../../../shared/runtime/vault/sealer.ts';
import { newCodecKeyPair } from '../../../support/fixtures/codec-keys.ts';

const NOW = Date.UTC(2026, 2, 1);
const DAY = 86_400_000;

const [first, second, third] = (
  await Promise.all([newCodecKeyPair(1024), newCodecKeyPair(1024), newCodecKeyPair(1024)])
).map(({ pem }) => pem.publicKey) as [string, string, string];
const wrapping = randomBytes(32);
const sealer = new Sealer(
  {
    generate: async () => ({ key: wrapping, wrapped: 'w' }),
    unwrap: async () => wrapping,
  },
  perRecord,
);
const made = { sealer, record: { pk: 'merchant/1' }, bits: 1024 } as const;

const party: Counterparty = {
  userNo: '1',
  name: 'Shop',
  enabled: true,
  publicKey: first,
  platformPublicKey: 'p1',
  allowedAddresses: [],
};

const publicKeys = (of: Counterparty, now: number) => publicKeysOf(of, now).map(({ publicKey }) => publicKey);
const platformKeys = (of: Counterparty, now: number) =>
  platformKeysOf(of, now).map(({ publicKey }) => publicKey);
/** Returns the record; its new private half is stored separately. */
const rotatedPlatformKey = async (...request: Parameters<typeof rotatePlatformKey<Counterparty>>) =>
  (await rotatePlatformKey(...request)).party;

describe("a counterparty's key", () => {
  const rotated = rotatePublicKey(party, second, { now: NOW, overlapMs: 7 * DAY });

  it('is valid beside the next one until the overlap ends, to the millisecond', () => {
    expect(publicKeys(party, NOW)).toEqual([first]);
    for (const at of [NOW, NOW + DAY, NOW + 7 * DAY - 1])
      expect(publicKeys(rotated, at)).toEqual([second, first]);
    for (const at of [NOW + 7 * DAY, NOW + 100 * DAY]) expect(publicKeys(rotated, at)).toEqual([second]);
  });

  it('leaves the record once the overlap is over, and not before', () => {
    expect(withoutExpiredKeys(rotated, NOW + 7 * DAY - 1)).toEqual(rotated);
    const settled = withoutExpiredKeys(rotated, NOW + 7 * DAY);
    expect(settled).toEqual({ ...party, publicKey: second });
    expect(JSON.stringify(settled)).not.toContain(JSON.stringify(first).slice(1, -1));
    expect(publicKeys(settled, NOW)).toEqual([second]);
  });

  it('leaves the record at once without an overlap', () => {
    expect(rotatePublicKey(party, second, { now: NOW, overlapMs: 0 })).toEqual({
      ...party,
      publicKey: second,
    });
  });

  it('is not rotated to itself', () => {
    const change = { now: NOW, overlapMs: DAY };
    expect(() => rotatePublicKey(party, first, change)).toThrow(KeyUnchanged);
    expect(() => rotatePublicKey(rotated, second, { ...change, now: NOW + 7 * DAY })).toThrow(KeyUnchanged);
  });

  it('is not rotated during an overlap, except without another overlap', () => {
    const now = NOW + DAY;
    expect(() => rotatePublicKey(rotated, third, { now, overlapMs: DAY })).toThrow(RotationInProgress);
    expect(rotatePublicKey(rotated, third, { now, overlapMs: 0 })).toEqual({ ...party, publicKey: third });
    const after = rotatePublicKey(rotated, third, { now: NOW + 7 * DAY, overlapMs: DAY });
    expect(publicKeys(after, NOW + 7 * DAY)).toEqual([third, second]);
  });

  it('gets another end of its overlap when it is rotated to the same key again', () => {
    const now = NOW + DAY;
    const longer = rotatePublicKey(rotated, second, { now, overlapMs: 30 * DAY });
    expect(publicKeys(longer, now + 30 * DAY - 1)).toEqual([second, first]);
    expect(publicKeys(longer, now + 30 * DAY)).toEqual([second]);
    expect(rotatePublicKey(rotated, second, { now, overlapMs: 0 })).toEqual({ ...party, publicKey: second });
  });
});

describe("the platform's key", () => {
  it('opens from its generation on, and seals from its activation on', async () => {
    const waiting = await rotatedPlatformKey(party, made, { now: NOW, overlapMs: 7 * DAY });
    const next = waiting.platformKeyRotation?.next.publicKey;
    expect(next).toMatch(/^-----BEGIN PUBLIC KEY/);
    expect(platformKeys(waiting, NOW)).toEqual(['p1', next]);
    expect(platformKeys(waiting, NOW + 1_000 * DAY)).toEqual(['p1', next]);
    const activated = activatePlatformKey(waiting, { now: NOW + DAY, overlapMs: 2 * DAY });
    expect(platformKeys(activated, NOW + DAY)).toEqual([next, 'p1']);
    expect(platformKeys(activated, NOW + 3 * DAY - 1)).toEqual([next, 'p1']);
    expect(platformKeys(activated, NOW + 3 * DAY)).toEqual([next]);
  });

  it('seals from the given time on, and the previous one opens until the overlap ends', async () => {
    const planned = await rotatedPlatformKey(party, made, { now: NOW, from: NOW + DAY, overlapMs: DAY });
    const next = planned.platformKeyRotation?.next.publicKey;
    expect(platformKeys(planned, NOW + DAY - 1)).toEqual(['p1', next]);
    expect(platformKeys(planned, NOW + DAY)).toEqual([next, 'p1']);
    expect(platformKeys(planned, NOW + 2 * DAY - 1)).toEqual([next, 'p1']);
    expect(platformKeys(planned, NOW + 2 * DAY)).toEqual([next]);
    const early = activatePlatformKey(planned, { now: NOW + 1, overlapMs: DAY });
    expect(platformKeys(early, NOW + 1)).toEqual([next, 'p1']);
    expect(platformKeys(early, NOW + DAY + 1)).toEqual([next]);
  });

  it('leaves the record once its time is over', async () => {
    const planned = await rotatedPlatformKey(party, made, { now: NOW, from: NOW, overlapMs: DAY });
    const { next } = planned.platformKeyRotation ?? {};
    expect(withoutExpiredKeys(planned, NOW + DAY - 1)).toEqual(planned);
    expect(withoutExpiredKeys(planned, NOW + DAY)).toEqual({
      ...party,
      platformPublicKey: next?.publicKey,
    });
  });

  it('can be generated again before its activation, and not during an overlap', async () => {
    const waiting = await rotatedPlatformKey(party, made, { now: NOW, overlapMs: DAY });
    const again = await rotatedPlatformKey(waiting, made, { now: NOW, overlapMs: DAY });
    expect(platformKeys(again, NOW)[0]).toBe('p1');
    expect(again.platformKeyRotation?.next).not.toEqual(waiting.platformKeyRotation?.next);
    const active = activatePlatformKey(again, { now: NOW, overlapMs: DAY });
    const rotating = (now: number) => rotatedPlatformKey(active, made, { now, overlapMs: DAY });
    await expect(rotating(NOW + DAY - 1)).rejects.toThrow(RotationInProgress);
    expect(platformKeys(await rotating(NOW + DAY), NOW + DAY)[0]).toBe(
      active.platformKeyRotation?.next.publicKey,
    );
    const ended = activatePlatformKey(active, { now: NOW + 1, overlapMs: 0 });
    expect(ended.platformKeyRotation).toBeUndefined();
    expect(platformKeys(ended, NOW)).toEqual([active.platformKeyRotation?.next.publicKey]);
  });

  it('cannot be activated when there is none', () => {
    expect(() => activatePlatformKey(party, { now: NOW, overlapMs: DAY })).toThrow(NoNextKey);
  });
});

describe('at all times', () => {
  const time = fc.integer({ min: 0, max: 100 });
  const rotation = fc.tuple(fc.option(time), time).map(([from, overlap]) => ({
    next: { publicKey: 'p2' },
    ...(from !== null && { from, until: from + overlap }),
  }));

  it('one key seals, at most one other opens, and dropping expired keys changes neither', () => {
    fc.assert(
      fc.property(rotation, time, time, (platformKeyRotation, stored, later) => {
        const rotating = { ...party, platformKeyRotation };
        const { from = Infinity, until = Infinity } = platformKeyRotation;
        const at = stored + later;
        const [seals, ...others] = platformKeys(rotating, at);
        expect(seals).toBe(at < from ? 'p1' : 'p2');
        expect(others).toEqual(at >= until ? [] : [seals === 'p1' ? 'p2' : 'p1']);
        expect(platformKeys(withoutExpiredKeys(rotating, stored), at)).toEqual([seals, ...others]);
      }),
    );
  });

  it('consecutive moments have a key in common', () => {
    fc.assert(
      fc.property(rotation, time, (platformKeyRotation, at) => {
        const rotating = { ...party, platformKeyRotation };
        const before = platformKeys(rotating, at);
        const after = platformKeys(rotating, at + 1);
        expect(before.some((key) => after.includes(key))).toBe(true);
      }),
    );
  });
});

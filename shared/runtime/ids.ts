import type { Random } from './random.ts';

/** 2025-01-01T00:00:00Z: the epoch of ids. */
const EPOCH_MS = Date.UTC(2025, 0, 1);
const IDS_PER_MS = 4_000;
/** Keeps ids at 16 digits and below 2^53 until 2088, so that they sort as text in order of time. */
const FIRST_ID = 10 ** 15;

/**
 * Returns a new id: a decimal string below 2^53 (contract section 2) that grows with time. Two ids of one millisecond
 * may collide, so an id is only valid once a conditional write has claimed it.
 */
export function newId(nowMs: number, random: Random): string {
  return String(FIRST_ID + (nowMs - EPOCH_MS) * IDS_PER_MS + random(IDS_PER_MS));
}

/**
 * Returns the id that a hash (hexadecimal, at least 53 bits) leads to: always the same, and as unpredictable as the hash.
 * Two hashes may lead to one id, so it is only valid once a conditional write has claimed it.
 */
export function idFromHash(hash: string): string {
  const count = BigInt(Number.MAX_SAFE_INTEGER - FIRST_ID + 1);
  return String(BigInt(FIRST_ID) + (BigInt(`0x${hash}`) % count));
}

/** Returns the lowest id of this moment or later: a bound for queries by time over keys that are ids. */
export function firstIdAt(epochMs: number): string {
  return clampedId(FIRST_ID + (epochMs - EPOCH_MS) * IDS_PER_MS);
}

/** Returns the highest id of this moment or earlier. */
export function lastIdAt(epochMs: number): string {
  return clampedId(FIRST_ID + (epochMs - EPOCH_MS) * IDS_PER_MS + IDS_PER_MS - 1);
}

/** Ids are compared as text, so a bound has 16 digits however remote its moment is. */
const clampedId = (id: number): string => String(Math.min(Math.max(id, FIRST_ID), Number.MAX_SAFE_INTEGER));

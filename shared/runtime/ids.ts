import type { Random } from './random.ts';

/** 2025-01-01T00:00:00Z: the moment from which ids count. */
const EPOCH_MS = Date.UTC(2025, 0, 1);
const IDS_PER_MS = 4_000;
/** Keeps every id at 16 digits and below 2^53 until 2088, so that ids sort as text in the order of their time. */
const FIRST_ID = 10 ** 15;

/**
 * A new id: a decimal digit string below 2^53 (contract section 2) that grows with time. Two of one millisecond may
 * collide, so an id only counts once a conditional write has taken it.
 */
export function newId(nowMs: number, random: Random): string {
  return String(FIRST_ID + (nowMs - EPOCH_MS) * IDS_PER_MS + random(IDS_PER_MS));
}

/** The lowest id that can be of this moment or later: a bound for queries by time over keys that are ids. */
export function firstIdAt(epochMs: number): string {
  return clampedId(FIRST_ID + (epochMs - EPOCH_MS) * IDS_PER_MS);
}

/** The highest id that can be of this moment or earlier. */
export function lastIdAt(epochMs: number): string {
  return clampedId(FIRST_ID + (epochMs - EPOCH_MS) * IDS_PER_MS + IDS_PER_MS - 1);
}

/** Of 16 digits, as ids are, however far away the moment is: they are compared as text. */
const clampedId = (id: number): string => String(Math.min(Math.max(id, FIRST_ID), Number.MAX_SAFE_INTEGER));

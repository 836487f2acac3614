/** Partitions of the due index. */
export const DUE_SHARDS = 10;

/** The names of all partitions of the due index. */
export const dueShards: readonly string[] = Array.from({ length: DUE_SHARDS }, (_, shard) => String(shard));

/** The attributes that put an item into the due index until `dueAt` (epoch milliseconds) is dealt with. */
export function dueAttributes(id: string, dueAt: number): { dueShard: string; dueAt: number } {
  return { dueShard: String(hashOf(id) % DUE_SHARDS), dueAt };
}

/** The attributes to remove once nothing is waiting any more. */
export const DUE_ATTRIBUTES = ['dueShard', 'dueAt'] as const;

/** The wait after so many in vain: each is twice the one before, up to the longest. */
export const doubledWait = (firstMs: number, times: number, longestMs: number): number =>
  Math.min(firstMs * 2 ** times, longestMs);

/** FNV-1a, 32 bits: every character counts, as ids of one kind may end alike. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

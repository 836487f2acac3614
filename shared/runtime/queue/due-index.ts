/** Partitions of the due index. */
export const DUE_SHARD_COUNT = 10;

/** The names of all partitions of the due index. */
export const dueShards: readonly string[] = Array.from({ length: DUE_SHARD_COUNT }, (_, shard) =>
  String(shard),
);

/** The attributes that put an item into the due index until `dueAt` (epoch milliseconds) is dealt with. */
export function dueIndexAttributes(id: string, dueAt: number): { dueShard: string; dueAt: number } {
  return { dueShard: String(fnv1a(id) % DUE_SHARD_COUNT), dueAt };
}

/** The attributes to remove once nothing is waiting any more. */
export const DUE_INDEX_ATTRIBUTES = ['dueShard', 'dueAt'] as const;

/** The wait after so many in vain: each is twice the one before, up to the longest. */
export const exponentialBackoffMs = (firstMs: number, failures: number, maxMs: number): number =>
  Math.min(firstMs * 2 ** failures, maxMs);

/** FNV-1a, 32 bits: every character counts, as ids of one kind may end alike. */
function fnv1a(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The number of partitions of the due index. */
export const DUE_SHARD_COUNT = 10;

/** The partitions of the due index. */
export const dueShards: readonly string[] = Array.from({ length: DUE_SHARD_COUNT }, (_, shard) =>
  String(shard),
);

/** The attributes that put an item into the due index, due at `dueAt` (epoch milliseconds). */
export function dueIndexAttributes(id: string, dueAt: number): { dueShard: string; dueAt: number } {
  return { dueShard: String(fnv1a(id) % DUE_SHARD_COUNT), dueAt };
}

/** The attributes to remove when nothing is pending any more. */
export const DUE_INDEX_ATTRIBUTES = ['dueShard', 'dueAt'] as const;

/** FNV-1a, 32 bits. It mixes in every character, because ids of one kind may have the same ending. */
function fnv1a(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Spreads the due index over partitions. */
export const DUE_SHARDS = 10;

/** The attributes that put an item into the due index until `dueAt` (epoch milliseconds) is dealt with. */
export function dueAttributes(id: string, dueAt: number): { dueShard: string; dueAt: number } {
  return { dueShard: String((id.codePointAt(id.length - 1) ?? 0) % DUE_SHARDS), dueAt };
}

/** The attributes to remove once nothing is waiting any more. */
export const DUE_ATTRIBUTES = ['dueShard', 'dueAt'] as const;

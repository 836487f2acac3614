import type { Item } from './item.ts';

/** Returns an integer attribute of a stored item as a bigint; 0 when it or the item is missing. */
export const storedBigInt = (item: Item | undefined, name: string): bigint =>
  BigInt((item?.[name] as number | bigint | undefined) ?? 0);

import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import type { Item, Key } from '../store/item.ts';

/** Numbers that stand for others are of a moment within the last hour. */
const FREE_WITHIN_MS = 3_600_000;

/**
 * A number whose item, by `keyOf`, is not there. It is of the past and all others are of the present, so that none of them
 * takes it meanwhile.
 */
export async function freeNumber(platform: Platform, keyOf: (number: string) => Key): Promise<string> {
  const { store, now, random } = platform;
  const number = newId(now() - 1 - random(FREE_WITHIN_MS), random);
  const taken: Item | undefined = await store.get('transactions', keyOf(number));
  return taken ? freeNumber(platform, keyOf) : number;
}

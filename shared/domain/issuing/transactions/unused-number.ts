import { HOUR_MS } from '../../../runtime/duration.ts';
import { newId } from '../../../runtime/ids.ts';
import type { Item, Key } from '../../../runtime/store/item.ts';
import type { Dependencies } from '../../dependencies.ts';

/** Generated numbers lie within the last hour. */
const MAX_NUMBER_AGE_MS = HOUR_MS;

/**
 * Generates a number whose item, by `keyOf`, does not exist. Its timestamp is in the past and ids are
 * generated in the present, so no one else takes it in the meantime.
 */
export async function generateUnusedNumber(
  deps: Dependencies,
  keyOf: (number: string) => Key,
): Promise<string> {
  const { store, now, random } = deps;
  const number = newId(now() - 1 - random(MAX_NUMBER_AGE_MS), random);
  const taken: Item | undefined = await store.get('transactions', keyOf(number));
  return taken ? generateUnusedNumber(deps, keyOf) : number;
}

import { newId } from '../../../runtime/ids.ts';
import type { Item, Key } from '../../../runtime/store/item.ts';
import type { Dependencies } from '../../dependencies.ts';

/** Numbers that stand for others are of a moment within the last hour. */
const MAX_NUMBER_AGE_MS = 3_600_000;

/**
 * A number whose item, by `keyOf`, is not there. It is of the past and all others are of the present, so that none of them
 * takes it meanwhile.
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

import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import type { Write } from '../store/write.ts';
import type { IssuerName } from './issuer-name.ts';

type Kind = 'card' | 'group';

/** Says which card or group of ours is the one that the issuer knows by this id. */
const idKey = (issuer: IssuerName, kind: Kind, theirs: string) => ({
  pk: `upstream/${issuer}/${kind}/${theirs}`,
});

/** The issuer opened the same card or group for two orders: nothing of it can be told apart any more. */
export class IssuerIdTaken extends Error {
  override readonly name = 'IssuerIdTaken';
}

/** Our id of what the issuer knows by `theirs`, or undefined when it is nothing of ours. */
export async function ourIdOf(
  store: Store,
  issuer: IssuerName,
  kind: Kind,
  theirs: string,
): Promise<string | undefined> {
  const item: Item | undefined = await store.get('cards', idKey(issuer, kind, theirs));
  return item?.['ours'] as string | undefined;
}

/** The write that keeps, for what an order opened at the issuer, that it is `ours` here. */
export function idWrites(issuer: IssuerName, kind: Kind, theirs: string | undefined, ours: string): Write[] {
  if (theirs === undefined) return [];
  const item = { ...idKey(issuer, kind, theirs), ours };
  const otherwise = () => new IssuerIdTaken(`${kind} ${theirs} of ${issuer}`);
  return [{ kind: 'put', table: 'cards', item, otherwise }];
}
